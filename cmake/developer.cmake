# What developers of Salus get and its users do not: warnings as errors, sanitizers, a compiler cache, a fast linker.

add_library(salus_developer INTERFACE)

if(SALUS_DEVELOPER)
  target_compile_options(salus_developer INTERFACE
    -Wall -Wextra -Wpedantic -Werror
    -Wcast-align -Wconversion -Wdouble-promotion -Wextra-semi -Wformat=2 -Wimplicit-fallthrough -Wnon-virtual-dtor
    -Wold-style-cast -Woverloaded-virtual -Wshadow -Wsign-conversion -Wundef
    -Wno-missing-field-initializers  # designated initialisers name what matters and leave the rest to its default
    $<$<CXX_COMPILER_ID:GNU>:-Wduplicated-branches -Wduplicated-cond -Wlogical-op
      -Wno-restrict>)  # GCC 12 sees overlaps in std::string's operator+ that are not there (bug 105651)
  target_compile_definitions(salus_developer INTERFACE _GLIBCXX_ASSERTIONS)
elseif(PROJECT_IS_TOP_LEVEL)
  # By default and when it optimises, it sees overflows there too.
  target_compile_options(salus_developer INTERFACE
    $<$<CXX_COMPILER_ID:GNU>:-Wno-stringop-overflow -Wno-stringop-overread>)
endif()

if(SALUS_SANITIZE)
  set(flags -fsanitize=${SALUS_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_compile_options(salus_developer INTERFACE ${flags})
  target_link_options(salus_developer INTERFACE ${flags})
endif()

if(PROJECT_IS_TOP_LEVEL)
  find_program(SALUS_CCACHE ccache)
  find_program(SALUS_MOLD mold)
  mark_as_advanced(SALUS_CCACHE SALUS_MOLD)
  if(SALUS_CCACHE)
    set(CMAKE_C_COMPILER_LAUNCHER "${SALUS_CCACHE}")
    set(CMAKE_CXX_COMPILER_LAUNCHER  # which has to be told that precompiled headers may be trusted
      "${CMAKE_COMMAND}" -E env CCACHE_SLOPPINESS=pch_defines,time_macros "${SALUS_CCACHE}")
  endif()
  if(SALUS_MOLD)
    add_link_options(-fuse-ld=mold)
  endif()
endif()

# The front door is half of what a source behind it takes to compile; it is parsed once a target instead.
function(salus_precompile_front_door target)
  target_precompile_headers(${target} PRIVATE <salus/service/clinic.hpp>)
endfunction()
