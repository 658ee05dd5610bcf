# find_package(salus COMPONENTS sqlite postgres memory testing). Each component has a file of its own with its targets
# and the look-ups of what they link, so that a missing one is missed only when it is asked for.

include(CMakePackageConfigHelpers)
include(GNUInstallDirs)

set(package_folder "${CMAKE_INSTALL_LIBDIR}/cmake/salus")

# Writes the look-ups that whoever links these targets statically has to make.
function(salus_write_component file component)
  set(lines "")
  foreach(room IN LISTS SALUS_ROOMS)
    list(APPEND libraries_of_${SALUS_${room}_target} ${SALUS_${room}_external})
    if(SALUS_${room}_private STREQUAL "src")
      list(APPEND libraries_of_salus ${SALUS_${room}_external})
    endif()
  endforeach()
  foreach(target IN LISTS ARGN)
    foreach(library IN LISTS libraries_of_${target})
      if(BUILD_SHARED_LIBS OR SALUS_${library}_HEADER_ONLY)
        continue()
      elseif(SALUS_${library}_PACKAGE)
        list(APPEND lines "find_dependency(${SALUS_${library}_PACKAGE})")
      elseif(SALUS_${library}_PKG_CONFIG)
        list(APPEND lines "find_dependency(PkgConfig)"
             "pkg_check_modules(${library} REQUIRED QUIET IMPORTED_TARGET ${SALUS_${library}_PKG_CONFIG})")
      endif()
    endforeach()
  endforeach()
  list(REMOVE_DUPLICATES lines)
  list(APPEND lines "include(\"\${CMAKE_CURRENT_LIST_DIR}/salus-${component}-targets.cmake\")" "")
  list(JOIN lines "\n" content)
  file(WRITE "${file}" "${content}")
endfunction()

# Installs those of the named targets that this build has.
function(salus_install_component component)
  set(targets "")
  foreach(target IN LISTS ARGN)
    if(TARGET salus_${target})
      list(APPEND targets ${target})
      install(TARGETS salus_${target} EXPORT salus-${component} FILE_SET HEADERS)
    endif()
  endforeach()
  if(targets)
    install(EXPORT salus-${component} NAMESPACE salus:: DESTINATION "${package_folder}"
            FILE salus-${component}-targets.cmake)
    salus_write_component("${PROJECT_BINARY_DIR}/package/salus-${component}.cmake" ${component} ${targets})
    install(FILES "${PROJECT_BINARY_DIR}/package/salus-${component}.cmake" DESTINATION "${package_folder}")
  endif()
endfunction()

# What a static adapter is made of is linked by its users, though it has no headers for them.
set(sql "")
set(sqlcipher "")
if(NOT BUILD_SHARED_LIBS)
  set(sql sql)
  set(sqlcipher sqlcipher)
endif()

salus_install_component(base domain salus ${sql})
salus_install_component(memory memory)
salus_install_component(sqlite sqlite ${sqlcipher})
salus_install_component(postgres postgres)
salus_install_component(testing testing)

configure_package_config_file(cmake/salusConfig.cmake.in "${PROJECT_BINARY_DIR}/package/salusConfig.cmake"
  INSTALL_DESTINATION "${package_folder}")
write_basic_package_version_file("${PROJECT_BINARY_DIR}/package/salusConfigVersion.cmake" COMPATIBILITY SameMinorVersion)
install(FILES
  "${PROJECT_BINARY_DIR}/package/salusConfig.cmake"
  "${PROJECT_BINARY_DIR}/package/salusConfigVersion.cmake"
  DESTINATION "${package_folder}")
install(FILES LICENSE DESTINATION "${CMAKE_INSTALL_DOCDIR}")
