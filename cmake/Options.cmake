# Warnings and sanitizers as interface targets: a library links what it wants to be held to.
option(TOUCHGRAPH_WERROR "Treat warnings as errors" OFF)
set(TOUCHGRAPH_SANITIZE "" CACHE STRING "Sanitizers, as -fsanitize takes them (address,undefined)")

add_library(touchgraph_warnings INTERFACE)
target_compile_options(touchgraph_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wnon-virtual-dtor -Woverloaded-virtual -Wno-missing-field-initializers
  $<$<BOOL:${TOUCHGRAPH_WERROR}>:-Werror>)

add_library(touchgraph_sanitizers INTERFACE)
if(TOUCHGRAPH_SANITIZE)
  target_compile_options(touchgraph_sanitizers INTERFACE -fsanitize=${TOUCHGRAPH_SANITIZE} -fno-omit-frame-pointer)
  target_link_options(touchgraph_sanitizers INTERFACE -fsanitize=${TOUCHGRAPH_SANITIZE})
endif()

# Everything of ours links this: the include root, the warnings, the sanitizers.
add_library(touchgraph_base INTERFACE)
target_include_directories(touchgraph_base INTERFACE ${PROJECT_SOURCE_DIR} ${PROJECT_SOURCE_DIR}/include)
target_link_libraries(touchgraph_base INTERFACE touchgraph_warnings touchgraph_sanitizers)

find_program(TOUCHGRAPH_CCACHE ccache)
if(TOUCHGRAPH_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${TOUCHGRAPH_CCACHE})
  set(CMAKE_C_COMPILER_LAUNCHER ${TOUCHGRAPH_CCACHE})
endif()
