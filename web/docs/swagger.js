// Starts Swagger UI. The token that is entered under "Authorize" stays in this browser's storage.
"use strict";

SwaggerUIBundle({
  url: "/api/openapi.json",
  dom_id: "#documentation",
  layout: "BaseLayout",
  presets: [SwaggerUIBundle.presets.apis],
  deepLinking: true,
  displayRequestDuration: true,
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  filter: true,
  persistAuthorization: true,
  tryItOutEnabled: true,
  validatorUrl: null,
});
