#pragma once

#include <cstdint>
#include <memory>

#include "features/accounts/accounts.hpp"

namespace kpa::people {

class Service;

/// The administration of people, on one I/O thread.
class People {
 public:
  /// Both outlive it. `per_page`: people on a page of a list that does not ask for another number.
  People(db::Queries& database, accounts::Accounts& accounts, std::int64_t per_page);
  ~People();

  /// The endpoints below /api/users/users; they live as long as this.
  void declare_routes(http::Router& router) const;

 private:
  std::unique_ptr<const Service> service_;
};

}  // namespace kpa::people
