# Warnings are errors in our own code; third parties' headers are system headers and stay out of it.
add_library(qingdan_warnings INTERFACE)
target_compile_options(qingdan_warnings INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # GCC 12 reports these inside the standard library's own inlined code (GCC bugs 105329, 105651).
    target_compile_options(qingdan_warnings INTERFACE -Wno-restrict -Wno-error=maybe-uninitialized)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    # libstdc++ 12 uses what it has deprecated itself, in its own headers, which clang reports at our call.
    target_compile_options(qingdan_warnings INTERFACE -Wno-deprecated-declarations)
    # Its -Wconversion takes in -Wsign-conversion, GCC's does not.
    target_compile_options(qingdan_warnings INTERFACE -Wno-sign-conversion)
endif()
