# SQLCipher, compiled into us and visible to nobody else.
#
# A host may link the system's SQLite beside us, and a linker that mixed the two would silently store plain text. So
# every name that the sources give to the linker gets a prefix, by a header of defines that is included before anything
# else, here and in the adapter.

set(SALUS_SQLCIPHER_SOURCE "" CACHE PATH
  "Folder with sqlite3.c and sqlite3.h of SQLCipher, instead of the fetched ones")

set(source "${SALUS_SQLCIPHER_SOURCE}")
if(NOT source)
  salus_fetch(source NAME sqlcipher-4.19.0
    PACKAGE sqlcipher3==0.6.4 SHA256 b02a3edfc554c9197d63ab4c38a30f7682eec65b10e5be2c9285a0d6ffb7a29a
    FOLDER vendor
    FILES sqlite3.c f6d54c906fefdc09124c845cb8f45145a8049aee32c0e5aad95c042b9e4dc8d3
          sqlite3.h 8a9d1bff44d75174ca6dea3ea9bac50a6104d86facb566647b8bb839375b7b3a)
endif()

set(renames "${PROJECT_BINARY_DIR}/sqlcipher/renames.h")
if("${source}/sqlite3.c" IS_NEWER_THAN "${renames}" OR "${CMAKE_CURRENT_LIST_FILE}" IS_NEWER_THAN "${renames}")
  file(STRINGS "${source}/sqlite3.h" api REGEX "sqlite3[a-z0-9]*_")
  file(STRINGS "${source}/sqlite3.c" internals REGEX "sqlcipher|sqlite3pager_|xoshiro_")
  string(REGEX MATCHALL "sqlite3[a-z0-9]*_[A-Za-z0-9_]+ *\\(" names "${api}")
  string(REGEX MATCHALL "(sqlcipher|sqlite3pager_|xoshiro_)[A-Za-z0-9_]+ *\\(" internal_names "${internals}")
  list(APPEND names ${internal_names} sqlite3_version sqlite3_temp_directory sqlite3_data_directory)
  list(TRANSFORM names REPLACE " *\\($" "")
  list(REMOVE_DUPLICATES names)
  list(TRANSFORM names REPLACE "(.+)" "#define \\1 salus_\\1")
  list(JOIN names "\n" defines)
  file(WRITE "${renames}" "${defines}\n")
endif()

salus_find(openssl)
salus_find(threads)
add_library(salus_sqlcipher STATIC "${source}/sqlite3.c")
set_target_properties(salus_sqlcipher PROPERTIES EXPORT_NAME sqlcipher)
target_include_directories(salus_sqlcipher SYSTEM PUBLIC $<BUILD_INTERFACE:${source}>)
target_link_libraries(salus_sqlcipher PRIVATE OpenSSL::Crypto Threads::Threads m)
target_compile_options(salus_sqlcipher
  PRIVATE -O2 -w
  PUBLIC "$<BUILD_INTERFACE:SHELL:-include \"${renames}\">")
target_compile_definitions(salus_sqlcipher
  PUBLIC
    $<BUILD_INTERFACE:SQLITE_HAS_CODEC>
    $<BUILD_INTERFACE:SQLITE_ENABLE_COLUMN_METADATA>
    $<BUILD_INTERFACE:SQLITE_ENABLE_PREUPDATE_HOOK>
    $<BUILD_INTERFACE:SQLITE_ENABLE_SESSION>
    $<BUILD_INTERFACE:SQLITE_ENABLE_UNLOCK_NOTIFY>
  PRIVATE
    SQLITE_DEFAULT_FOREIGN_KEYS=1
    SQLITE_DEFAULT_MEMSTATUS=0
    SQLITE_DQS=0
    SQLITE_ENABLE_DBSTAT_VTAB
    SQLITE_ENABLE_FTS5
    SQLITE_ENABLE_MATH_FUNCTIONS
    SQLITE_ENABLE_RTREE
    SQLITE_ENABLE_STAT4
    SQLITE_EXTRA_INIT=sqlcipher_extra_init
    SQLITE_EXTRA_SHUTDOWN=sqlcipher_extra_shutdown
    SQLITE_LIKE_DOESNT_MATCH_BLOBS
    SQLITE_OMIT_LOAD_EXTENSION
    SQLITE_SECURE_DELETE
    SQLITE_TEMP_STORE=2
    SQLITE_THREADSAFE=1
    SQLCIPHER_OMIT_LOG)  # or a wrong key is reported on the host's standard error
