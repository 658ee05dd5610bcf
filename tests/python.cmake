# One test per folder that holds test_*.py. They run in the virtual environment that "tools/setup.sh test" makes, and
# find the build by SALUS_BUILD_DIR, and the module salus in its folder python/.

file(GLOB_RECURSE files RELATIVE "${CMAKE_CURRENT_SOURCE_DIR}" CONFIGURE_DEPENDS "test_*.py")
foreach(file IN LISTS files)
  get_filename_component(folder "${file}" DIRECTORY)
  list(APPEND folders "${folder}")
endforeach()
list(REMOVE_DUPLICATES folders)

foreach(folder IN LISTS folders)
  if(DEFINED SALUS_${folder}_enabled AND NOT SALUS_${folder}_enabled)
    continue()
  endif()
  if(folder STREQUAL "surface" AND NOT TARGET salus_python)
    continue()  # Python is one of the surfaces
  endif()
  string(REPLACE "/" "." name "${folder}")
  add_test(NAME ${name}.python
    COMMAND "${SALUS_TEST_PYTHON}" -m pytest -q -p no:cacheprovider "${CMAKE_CURRENT_SOURCE_DIR}/${folder}")
  set_tests_properties(${name}.python PROPERTIES
    ENVIRONMENT "SALUS_BUILD_DIR=${PROJECT_BINARY_DIR};SALUS_BIN=${PROJECT_BINARY_DIR}/bin/salus;SALUS_SHARED_DATA=${SALUS_SHARED_DATA};PYTHONPATH=${PROJECT_BINARY_DIR}/python;PYTHONDONTWRITEBYTECODE=1")
endforeach()
