# embed_files(TARGET HEADER NAMESPACE ROOT FILE...)
#
# Builds FILEs into TARGET as bytes and writes the generated header HEADER (below the include path), in which
# each file is a `std::string_view` named after its path below ROOT, slashes becoming namespaces and all that
# is no letter or digit an underscore: `visits/overdue.sql` -> `NAMESPACE::visits::overdue_sql`. The header
# also has `NAMESPACE::files()`, a span of {path, content} in the order given.
function(embed_files target header namespace root)
    set(generated "${CMAKE_BINARY_DIR}/generated")
    string(MAKE_C_IDENTIFIER "${header}" unit)
    set(assembly "    .section .rodata\n")
    set(declared "")
    set(defined "")
    set(listed "")
    set(count 0)
    foreach(file ${ARGN})
        file(RELATIVE_PATH path "${root}" "${file}")
        set(symbol "qingdan_${unit}_${count}")
        string(APPEND assembly
            "    .global ${symbol}_begin\n    .global ${symbol}_end\n${symbol}_begin:\n"
            "    .incbin \"${file}\"\n${symbol}_end:\n    .byte 0\n")
        cmake_path(GET path PARENT_PATH folder)
        cmake_path(GET path FILENAME name)
        string(REPLACE "/" ";" parts "${folder}")
        set(inner "")
        foreach(part ${parts})
            string(MAKE_C_IDENTIFIER "${part}" part)
            string(APPEND inner "::${part}")
        endforeach()
        string(MAKE_C_IDENTIFIER "${name}" name)
        string(APPEND declared "namespace ${namespace}${inner} { extern const std::string_view ${name}; }\n")
        string(APPEND defined
            "extern \"C\" const char ${symbol}_begin[], ${symbol}_end[];\n"
            "namespace ${namespace}${inner} { const std::string_view ${name}{${symbol}_begin, "
            "static_cast<std::size_t>(${symbol}_end - ${symbol}_begin)}; }\n")
        # Not through the named constants: those of another unit may not be there yet when this runs.
        string(APPEND listed "        {\"${path}\", {${symbol}_begin, static_cast<std::size_t>(${symbol}_end - ${symbol}_begin)}},\n")
        math(EXPR count "${count} + 1")
    endforeach()
    string(APPEND assembly "    .section .note.GNU-stack,\"\",%progbits\n")
    file(CONFIGURE OUTPUT "${generated}/${unit}.S" CONTENT "${assembly}" @ONLY)
    file(CONFIGURE OUTPUT "${generated}/${header}" CONTENT
"#pragma once
#include <cstddef>
#include <span>
#include <string_view>
${declared}
namespace ${namespace} {
struct File { std::string_view path, content; };
std::span<const File> files();
}
" @ONLY)
    file(CONFIGURE OUTPUT "${generated}/${unit}.cpp" CONTENT
"#include \"${header}\"
${defined}
namespace ${namespace} {
std::span<const File> files() {
    static const File all[] = {
${listed}        {},
    };
    return {all, ${count}};
}
}
" @ONLY)
    # In the target's folder, where its sources' properties are looked for; ours would be ignored.
    set_source_files_properties("${generated}/${unit}.S" TARGET_DIRECTORY ${target}
        PROPERTIES OBJECT_DEPENDS "${ARGN}")
    set_source_files_properties("${generated}/${unit}.cpp" TARGET_DIRECTORY ${target}
        PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
    target_sources(${target} PRIVATE "${generated}/${unit}.S" "${generated}/${unit}.cpp")
endfunction()
