set(KPA_NODE_MODULES ${PROJECT_SOURCE_DIR}/web/node_modules CACHE PATH "Where npm installed the packages of web/package.json")

# kpa_docs_pages(<target>) makes library <target> with kpa::embedded::docs_pages(): the documentation's pages (web/docs)
# and the npm packages that they show it with, each file compressed and named <file>.gz.
function(kpa_docs_pages target)
  file(GLOB files CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/web/docs/*)
  list(APPEND files ${KPA_NODE_MODULES}/swagger-ui-dist/swagger-ui.css
                    ${KPA_NODE_MODULES}/swagger-ui-dist/swagger-ui-bundle.js
                    ${KPA_NODE_MODULES}/redoc/bundles/redoc.standalone.js)
  set(directory ${CMAKE_CURRENT_BINARY_DIR}/${target}/files)
  file(MAKE_DIRECTORY ${directory})
  # ReDoc always fetches its mark from another host, which our pages may not do: there is no option against it.
  set(redoc_mark https://cdn.redoc.ly/redoc/logo-mini.svg)
  set(empty_picture "data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22/%3E")
  set(compressed)
  foreach(file IN LISTS files)
    if(NOT EXISTS ${file})
      message(FATAL_ERROR "A file of the documentation's pages is missing: there is no\n  ${file}\n"
                          "Run `npm ci` in web/, or set KPA_NODE_MODULES to the folder that npm installed into.")
    endif()
    get_filename_component(name ${file} NAME)
    set(read cat)
    if(name STREQUAL redoc.standalone.js)
      set(read sed "s|${redoc_mark}|${empty_picture}|")
    endif()
    add_custom_command(OUTPUT ${directory}/${name}.gz COMMAND ${read} ${file} | gzip -9n > ${directory}/${name}.gz
                       DEPENDS ${file} COMMENT "Compressing ${name}" VERBATIM)
    list(APPEND compressed ${name}.gz)
  endforeach()
  kpa_embed(${target} docs_pages BASE ${directory} FILES ${compressed})
endfunction()
