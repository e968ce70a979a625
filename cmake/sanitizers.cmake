# QINGDAN_SANITIZE = address (with undefined) | thread | empty. Set by the presets asan and tsan.
set(QINGDAN_SANITIZE "" CACHE STRING "address, thread or empty")
if(QINGDAN_SANITIZE STREQUAL "address")
    # null, alignment and vptr alone triple the time that json.hpp takes to compile.
    add_compile_options(-O1 -g1 -fno-omit-frame-pointer -fsanitize=address,undefined
                        -fno-sanitize=null,alignment,vptr -fno-sanitize-recover=all)
    add_link_options(-fsanitize=address,undefined)
elseif(QINGDAN_SANITIZE STREQUAL "thread")
    # Asio's memory fences are unknown to this sanitizer; its queues are guarded by mutexes beside.
    add_compile_options(-O1 -g1 -fsanitize=thread -Wno-tsan)
    add_link_options(-fsanitize=thread)
endif()
if(QINGDAN_FUZZ)
    add_compile_options(-O1 -g1 -fno-omit-frame-pointer -fsanitize=fuzzer-no-link,address,undefined
                        -fno-sanitize=null,alignment,vptr,function -fno-sanitize-recover=all)
    add_link_options(-fsanitize=address,undefined)
endif()
