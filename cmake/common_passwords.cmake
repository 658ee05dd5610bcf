# The passwords that too many people have, as Django knows them: made from its list, which is not ours to keep.

set(SALUS_COMMON_PASSWORDS "" CACHE FILEPATH
  "common-passwords.txt.gz of Django, instead of the fetched one")

set(source "${SALUS_COMMON_PASSWORDS}")
if(NOT source)
  salus_fetch(folder NAME common-passwords-5.1.15
    PACKAGE django==5.1.15 SHA256 46a356b5ff867bece73fc6365e081f21c569973403ee7e9b9a0316f27d0eb947
    FOLDER django/contrib/auth
    FILES common-passwords.txt.gz 32b506129a619096545bd3bbb35c98bb983b3e7616778f13e415b24abdc23be7)
  set(source "${folder}/common-passwords.txt.gz")
endif()

set(generated "${PROJECT_BINARY_DIR}/common_passwords/common_passwords/parts.inc")
set(script "${CMAKE_CURRENT_LIST_DIR}/common_passwords.py")
if("${source}" IS_NEWER_THAN "${generated}" OR "${script}" IS_NEWER_THAN "${generated}")
  execute_process(COMMAND "${Python3_EXECUTABLE}" "${script}" "${source}" "${generated}" COMMAND_ERROR_IS_FATAL ANY)
endif()

add_library(salus_common_passwords INTERFACE)
target_include_directories(salus_common_passwords INTERFACE "${PROJECT_BINARY_DIR}/common_passwords")
