# The rooms of the tree, and who may use whom: the one list. Targets, links, the include rule
# (tests/include_rules) and the check that every header compiles alone are all made from it.
#
#   salus_room(<name> HEADERS|LIBRARY|INTERNAL|PROGRAM <target> [FOLDER <folder>] [IF <option>]
#              [USES <room>...] [EXTERNAL <library>...])
#
# HEADERS   header-only, installed          INTERNAL  static, its headers are not installed
# LIBRARY   compiled, installed             PROGRAM   ends in build/<preset>/bin
#
# FOLDER    a room without one has its headers in include/salus/<name> and its sources in src/<name>; an adapter
#           has both, include/ and src/, in its folder; a sample keeps them side by side.
# USES      rooms whose headers it may include, with all that those may use. Of an adapter, only salus/<name>.hpp
#           is for others.
# EXTERNAL  libraries of dependencies.cmake that its sources may include. Headers under include/ include none.

# The library
salus_room(core      HEADERS  domain                                 EXTERNAL date utf8proc)
salus_room(schema    HEADERS  domain    USES core)
salus_room(query     HEADERS  domain    USES schema)
salus_room(domain    HEADERS  domain    USES query)
salus_room(storage   HEADERS  domain    USES query)
salus_room(access    HEADERS  domain    USES domain query)
salus_room(codec     LIBRARY  salus     USES domain query             EXTERNAL json)
salus_room(service   LIBRARY  salus     USES access storage codec     EXTERNAL common_passwords json openssl sodium threads)
salus_room(testing   HEADERS  testing   USES storage domain)

# The adapters
salus_room(sql       INTERNAL sql       FOLDER adapters/sql       USES storage)
salus_room(memory    LIBRARY  memory    FOLDER adapters/memory    USES storage)
salus_room(sqlite    LIBRARY  sqlite    FOLDER adapters/sqlite    USES storage sql  EXTERNAL sqlcipher sodium openssl threads
           IF SALUS_SQLITE)
salus_room(postgres  LIBRARY  postgres  FOLDER adapters/postgres  USES storage sql  EXTERNAL libpq threads
           IF SALUS_POSTGRES)

# What is built on it
set(everything service codec memory sqlite postgres)
salus_room(embed     PROGRAM  embed     FOLDER samples/embed           USES ${everything}  IF SALUS_SAMPLES)
salus_room(rest_api  INTERNAL rest_api  FOLDER samples/rest_host/api   USES service codec
           EXTERNAL json openssl  IF SALUS_SAMPLES)
salus_room(rest_http INTERNAL rest_http FOLDER samples/rest_host/http  USES rest_api
           EXTERNAL httplib tls threads  IF SALUS_SAMPLES)
salus_room(cli       PROGRAM  cli       FOLDER samples/cli             USES ${everything} rest_http
           EXTERNAL cli11 toml spdlog  IF SALUS_SAMPLES)
salus_room(python    BINDING  python    FOLDER bindings/python         USES ${everything}
           EXTERNAL pybind11  IF SALUS_PYTHON)
