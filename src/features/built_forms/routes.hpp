#pragma once

#include "core/http/router.hpp"

namespace kpa::built_forms {

class Builder;
class Submissions;

/// The services must outlive the router.
void declare_form_routes(http::Router& router, const Builder& builder);
void declare_xlsform_routes(http::Router& router, const Builder& builder);
void declare_submission_routes(http::Router& router, const Submissions& submissions);

}  // namespace kpa::built_forms
