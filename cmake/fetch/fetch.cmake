# Fetches source files out of a Python source archive into a folder of the cache, once.
#
#   salus_fetch(<variable> NAME sqlcipher-4.19.0
#               PACKAGE sqlcipher3==0.6.4 SHA256 <of the archive> FOLDER vendor
#               FILES sqlite3.c <sha256> sqlite3.h <sha256>)
#
# sets <variable> to the folder that holds the files. pip does the download, because it is the one package client
# that every supported machine already has configured; see fetch_only.py for why it runs no code of the archive.

find_package(Python3 3.9 REQUIRED COMPONENTS Interpreter)

function(salus_fetch variable)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "NAME;PACKAGE;SHA256;FOLDER" "FILES")
  set(folder "${SALUS_CACHE_DIR}/${arg_NAME}")
  set(${variable} "${folder}" PARENT_SCOPE)

  file(MAKE_DIRECTORY "${SALUS_CACHE_DIR}")
  file(LOCK "${SALUS_CACHE_DIR}/fetch.lock" GUARD FUNCTION)  # several build trees may share one cache
  _salus_files_are_intact(intact "${folder}" ${arg_FILES})
  if(intact)
    return()
  endif()

  message(STATUS "Fetching ${arg_NAME} into ${SALUS_CACHE_DIR} (once)")
  set(work "${SALUS_CACHE_DIR}/fetch-${arg_NAME}")
  file(REMOVE_RECURSE "${work}" "${folder}")
  _salus_pip_download("${work}" "${arg_PACKAGE}" "${arg_SHA256}")
  _salus_extract("${work}" "${folder}" "${arg_FOLDER}" ${arg_FILES})
  file(REMOVE_RECURSE "${work}")

  _salus_files_are_intact(intact "${folder}" ${arg_FILES})
  if(NOT intact)
    message(FATAL_ERROR "${arg_PACKAGE} does not hold the files of ${arg_NAME} that Salus was tested with.")
  endif()
endfunction()

function(_salus_files_are_intact variable folder)
  set(${variable} FALSE PARENT_SCOPE)
  while(ARGN)
    list(POP_FRONT ARGN file expected)
    if(NOT EXISTS "${folder}/${file}")
      return()
    endif()
    file(SHA256 "${folder}/${file}" actual)
    if(NOT actual STREQUAL expected)
      return()
    endif()
  endwhile()
  set(${variable} TRUE PARENT_SCOPE)
endfunction()

# A virtual environment of its own, because a system Python may come without pip.
function(_salus_pip_download work package sha256)
  file(WRITE "${work}/requirements.txt" "${package} --hash=sha256:${sha256}\n")
  execute_process(COMMAND "${Python3_EXECUTABLE}" -m venv "${work}/venv" RESULT_VARIABLE failed)
  if(failed)
    message(FATAL_ERROR "'${Python3_EXECUTABLE} -m venv' failed; on Debian and Ubuntu install python3-venv.")
  endif()
  execute_process(
    COMMAND "${CMAKE_COMMAND}" -E env "PYTHONPATH=${CMAKE_CURRENT_FUNCTION_LIST_DIR}"
            "${work}/venv/bin/python" -m pip download --quiet --disable-pip-version-check --no-deps
            --no-binary :all: --no-build-isolation --use-pep517
            --require-hashes --requirement "${work}/requirements.txt" --dest "${work}/archive"
    RESULT_VARIABLE failed)
  if(failed)
    message(FATAL_ERROR "Could not download ${package}. Without a network, point SALUS_SQLCIPHER_SOURCE and "
                        "SALUS_HTTPLIB_SOURCE at folders that hold the sources, and SALUS_COMMON_PASSWORDS at the file.")
  endif()
endfunction()

function(_salus_extract work destination folder)
  file(GLOB archive "${work}/archive/*.tar.gz")
  file(ARCHIVE_EXTRACT INPUT "${archive}" DESTINATION "${work}/tree" PATTERNS "*/${folder}/*")
  while(ARGN)
    list(POP_FRONT ARGN file sha256)
    file(GLOB found "${work}/tree/*/${folder}/${file}")
    file(COPY ${found} DESTINATION "${destination}")
  endwhile()
endfunction()
