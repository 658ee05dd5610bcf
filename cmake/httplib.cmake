# cpp-httplib, for the reference REST host only.

set(SALUS_HTTPLIB_SOURCE "" CACHE PATH
  "Folder with httplib.h and httplib.cpp of cpp-httplib, instead of the fetched ones")

set(source "${SALUS_HTTPLIB_SOURCE}")
if(NOT source)
  salus_fetch(source NAME cpp-httplib-0.58.0
    PACKAGE llama-cpp-python==0.3.36 SHA256 832db0699007f1be95a7e41ef12e88926b02ba836461e36a36372db2760c1a2e
    FOLDER vendor/llama.cpp/vendor/cpp-httplib
    FILES httplib.cpp e5e5666fd1ec7114c726fd9e745c25d5f4fb7c9ba668bb7b2c105bf0755ee967
          httplib.h   8d093f6568679d72e555e935ee6b7fc24ce6aa1ab4f1c6f466726151f4a02a8b)
endif()

salus_find(threads)
add_library(salus_httplib STATIC "${source}/httplib.cpp")
target_include_directories(salus_httplib SYSTEM PUBLIC "${source}")
target_compile_options(salus_httplib PRIVATE -O1 -w)
# Its limit of a form; how long a body may be, the server says.
target_compile_definitions(salus_httplib PUBLIC CPPHTTPLIB_FORM_URL_ENCODED_PAYLOAD_MAX_LENGTH=1073741824)
target_link_libraries(salus_httplib PUBLIC Threads::Threads)
