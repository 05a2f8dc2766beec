# Debian packages only (see docs/architecture.md for why each is here).
# Clang: the config package accepts only its exact minor version, and an unversioned search finds the broken 14 package.
find_package(Clang 19.1 REQUIRED CONFIG PATHS /usr/lib/llvm-19/lib/cmake/clang NO_DEFAULT_PATH)
find_package(nlohmann_json 3.11 REQUIRED)
find_package(yaml-cpp REQUIRED)
find_package(CLI11 REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(GTest REQUIRED)
find_package(Threads REQUIRED)
find_path(PG_QUERY_INCLUDE_DIR pg_query.h REQUIRED)
find_library(PG_QUERY_LIBRARY pg_query REQUIRED)
find_library(RAPIDCHECK_LIBRARY rapidcheck REQUIRED)
find_library(SQLITECPP_LIBRARY SQLiteCpp REQUIRED)

add_library(touchgraph_pg_query INTERFACE)
target_include_directories(touchgraph_pg_query SYSTEM INTERFACE ${PG_QUERY_INCLUDE_DIR})
target_link_libraries(touchgraph_pg_query INTERFACE ${PG_QUERY_LIBRARY})

# LLVM here has RTTI but no exceptions; the shared libraries keep link times short.
add_library(touchgraph_clang INTERFACE)
target_include_directories(touchgraph_clang SYSTEM INTERFACE ${LLVM_INCLUDE_DIRS} ${CLANG_INCLUDE_DIRS})
target_link_libraries(touchgraph_clang INTERFACE clang-cpp LLVM)

add_library(touchgraph_rapidcheck INTERFACE)
target_link_libraries(touchgraph_rapidcheck INTERFACE ${RAPIDCHECK_LIBRARY})

add_library(touchgraph_sqlitecpp INTERFACE)
target_link_libraries(touchgraph_sqlitecpp INTERFACE ${SQLITECPP_LIBRARY} SQLite::SQLite3)
