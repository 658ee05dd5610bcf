# One look-up per library, made when the first target needs it. layers.cmake names libraries by these words.
#
# HEADERS is how the includes of a library begin, TARGET what is linked. It comes from a package with CMake files, from
# pkg-config, or from a script here that builds it. HEADER_ONLY ones are of no concern to who links Salus.

include(cmake/fetch/fetch.cmake)

function(salus_external library)
  cmake_parse_arguments(PARSE_ARGV 1 arg "HEADER_ONLY" "HEADERS;TARGET;PACKAGE;PKG_CONFIG;SCRIPT" "")
  list(APPEND SALUS_EXTERNALS ${library})
  set(SALUS_EXTERNALS "${SALUS_EXTERNALS}" PARENT_SCOPE)
  foreach(fact IN ITEMS HEADER_ONLY HEADERS TARGET PACKAGE PKG_CONFIG SCRIPT)
    set(SALUS_${library}_${fact} "${arg_${fact}}" PARENT_SCOPE)
  endforeach()
endfunction()

salus_external(json       HEADERS nlohmann/   TARGET nlohmann_json::nlohmann_json  PACKAGE nlohmann_json  HEADER_ONLY)
salus_external(openssl    HEADERS openssl/    TARGET OpenSSL::Crypto               PACKAGE OpenSSL)
salus_external(tls        HEADERS openssl/    TARGET OpenSSL::SSL                  PACKAGE OpenSSL)
salus_external(sodium     HEADERS sodium      TARGET PkgConfig::sodium             PKG_CONFIG libsodium)
salus_external(common_passwords HEADERS common_passwords/ TARGET salus_common_passwords SCRIPT common_passwords HEADER_ONLY)
salus_external(utf8proc   HEADERS utf8proc    TARGET PkgConfig::utf8proc           PKG_CONFIG libutf8proc)
salus_external(date       HEADERS date/       TARGET date::date-tz                 PACKAGE date)
salus_external(sqlcipher  HEADERS sqlite3     TARGET salus_sqlcipher               SCRIPT sqlcipher)
salus_external(threads    HEADERS pthread     TARGET Threads::Threads              PACKAGE Threads)
salus_external(libpq      HEADERS libpq       TARGET PostgreSQL::PostgreSQL        PACKAGE PostgreSQL)
salus_external(httplib    HEADERS httplib     TARGET salus_httplib                 SCRIPT httplib)
salus_external(spdlog     HEADERS spdlog/     TARGET spdlog::spdlog                PACKAGE spdlog)
salus_external(cli11      HEADERS CLI/        TARGET CLI11::CLI11                  PACKAGE CLI11  HEADER_ONLY)
salus_external(toml       HEADERS toml++/     TARGET tomlplusplus::tomlplusplus    PACKAGE tomlplusplus  HEADER_ONLY)
salus_external(pybind11   HEADERS pybind11/   TARGET pybind11::module              PACKAGE pybind11  HEADER_ONLY)

# Makes sure that the target of a library exists.
function(salus_find library)
  if(TARGET ${SALUS_${library}_TARGET})
    return()
  elseif(SALUS_${library}_PACKAGE)
    find_package(${SALUS_${library}_PACKAGE} REQUIRED)
  elseif(SALUS_${library}_PKG_CONFIG)
    find_package(PkgConfig REQUIRED)
    pkg_check_modules(${library} REQUIRED IMPORTED_TARGET ${SALUS_${library}_PKG_CONFIG})
  else()
    include(cmake/${SALUS_${library}_SCRIPT}.cmake)
  endif()
endfunction()
