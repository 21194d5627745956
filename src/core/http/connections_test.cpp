// Which clients get a connection when there are too many.
#include <thread>

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "core/http/rig_for_test.hpp"
#include "core/time.hpp"

namespace kpa::http {
namespace {

using test::get_request;

ServerLimits room_for(std::size_t connections) {
  auto limits = test_limits();
  limits.connections = connections;
  return limits;
}

/// Clients that connect one after another and send nothing.
std::vector<RawClient> silent(const Rig& rig, int count, const std::string& from = "127.0.0.1") {
  std::vector<RawClient> clients;
  for (int client = 0; client < count; ++client) clients.push_back(rig.client(from));
  return clients;
}

TEST(Connections, OfOneClientLeaveRoomForOthers) {
  constexpr std::size_t most = 200;
  const Rig rig(room_for(most), {}, {}, most / 4);
  const auto squatters = silent(rig, most);
  for (int other = 2; other < 40; ++other)
    EXPECT_EQ(rig.client("127.0.0." + std::to_string(other)).ask(get_request("/notes/a")).status, 200)
        << other;
  EXPECT_EQ(rig.ask(get_request("/notes/a")).status, 200) << "whoever shares the address is served too";
}

TEST(Connections, ThatAreSilentMakeRoomWhereverTheyComeFrom) {
  constexpr int most = 50;
  const Rig rig(room_for(most));
  std::vector<RawClient> squatters;
  for (int client = 0; client < most; ++client)
    squatters.push_back(rig.client("127.0.1." + std::to_string(client + 1)));
  for (int other = 0; other < 10; ++other) EXPECT_EQ(rig.ask(get_request("/notes/a")).status, 200);
}

TEST(Connections, ThatWaitLongestMakeRoom) {
  const Rig rig(room_for(3));
  auto first = rig.client();
  auto second = rig.client();
  auto third = rig.client();
  for (auto* client : {&first, &second, &third, &first})
    EXPECT_EQ(client->ask(get_request("/notes/a")).status, 200);
  auto fourth = rig.client();
  EXPECT_EQ(fourth.ask(get_request("/notes/a")).status, 200);
  EXPECT_TRUE(second.closed_within(5s));
  for (auto* client : {&first, &third, &fourth}) EXPECT_EQ(client->ask(get_request("/notes/a")).status, 200);
}

TEST(Connections, BetweenRequestsMakeRoomBeforeThoseWithin) {
  const Rig rig(room_for(2));
  auto reading = rig.client();
  reading.send("GET /notes/a HTTP/1.1\r\n");
  auto idle = rig.client();
  EXPECT_EQ(idle.ask(get_request("/notes/a")).status, 200);
  EXPECT_EQ(rig.ask(get_request("/notes/a")).status, 200);
  EXPECT_TRUE(idle.closed_within(5s));
  EXPECT_EQ(reading.ask("Host: a\r\n\r\n").status, 200);
}

TEST(Connections, WithinARequestMakeRoomAfterAWhile) {
  const Rig rig(room_for(2));
  const auto began = std::chrono::steady_clock::now();
  std::vector<RawClient> slow;
  for (int client = 0; client < 2; ++client) {
    slow.push_back(rig.client());
    slow.back().send("GET /notes/a HTTP/1.1\r\n");
  }
  const int at_once = rig.ask(get_request("/notes/a")).status;
  if (std::chrono::steady_clock::now() - began < 1s) {
    EXPECT_EQ(at_once, 503) << "they have hardly begun";
  }
  EXPECT_TRUE(Rig::wait_for([&] { return rig.client().ask(get_request("/notes/a")).status == 200; }));
  expect_problem(slow.front().receive(), 503, "unavailable");
}

TEST(Connections, WithinARequestMakeRoomForTheirOwnClientToo) {
  constexpr int share = 4;
  const Rig rig(room_for(100), {}, {}, share);
  std::vector<RawClient> slow;
  for (int client = 0; client < share; ++client) {
    slow.push_back(rig.client());
    slow.back().send("GET /notes/a HTTP/1.1\r\n");
  }
  EXPECT_TRUE(Rig::wait_for([&] { return rig.client().ask(get_request("/notes/a")).status == 200; }));
  expect_problem(slow.front().receive(), 503, "unavailable");
}

/// A small receive buffer, so that the server soon cannot write more.
constexpr int little = 64 << 10;

/// Requests one after another, together larger than the system's buffers.
std::string large_requests() {
  std::string requests;
  for (int request = 0; request < 16; ++request) requests += get_request("/large");
  return requests;
}

ServerLimits with_time_to_read(ServerLimits limits) {
  limits.write_timeout = 1min;
  return limits;
}

TEST(Connections, WhoseClientsTakeNoAnswerMakeRoomAfterAWhile) {
  for (const auto& requests : {large_requests(), get_request("/stream/1000000")}) {
    const Rig rig(with_time_to_read(room_for(2)));
    RawClient first(rig.port(), little, "127.0.0.2");
    RawClient second(rig.port(), little, "127.0.0.3");
    for (auto* client : {&first, &second}) client->send(requests);
    EXPECT_TRUE(Rig::wait_for([&] { return rig.client().ask(get_request("/notes/a")).status == 200; }));
  }
}

TEST(Connections, WhoseClientTakesNoAnswerMakeRoomForItsOthers) {
  const Rig rig(with_time_to_read(room_for(100)), {}, {}, 1);
  RawClient deaf(rig.port(), little);
  deaf.send(large_requests());
  EXPECT_TRUE(Rig::wait_for([&] { return rig.client().ask(get_request("/notes/a")).status == 200; }));
}

TEST(Connections, WhoseClientsTakeTheirAnswersSlowlyStay) {
  for (const auto& requests : {large_requests(), get_request("/stream/1000")}) {
    const Rig rig(with_time_to_read(room_for(1)));
    RawClient slow(rig.port(), little);
    slow.send(requests);
    const auto until = Clock::now() + 3s;
    for (auto read = Clock::now(); read < until;) {
      ASSERT_TRUE(slow.read_more());
      // A slow reader: its pauses are what is tested.
      std::this_thread::sleep_for(100ms);
      const int other = rig.ask(get_request("/notes/a")).status;
      if (Clock::now() - std::exchange(read, Clock::now()) > 500ms)
        break;  // this client was slower than intended
      EXPECT_EQ(other, 503);
    }
  }
}

TEST(Connections, OfOneClientBeyondItsShareCostNobodyElseTheirs) {
  const Rig rig(room_for(3), {}, {}, 2);
  auto stranger = rig.client("127.0.0.2");
  auto first = rig.client();
  auto second = rig.client();
  for (auto* client : {&stranger, &first, &second})
    EXPECT_EQ(client->ask(get_request("/notes/a")).status, 200);
  auto third = rig.client();
  EXPECT_EQ(third.ask(get_request("/notes/a")).status, 200);
  EXPECT_TRUE(first.closed_within(5s));
  EXPECT_EQ(stranger.ask(get_request("/notes/a")).status, 200) << "although it waited longest";
}

/// Occupies all places with running requests.
void fill(Rig& rig, std::vector<RawClient>& busy, int places) {
  for (int client = 0; client < places; ++client) {
    busy.push_back(rig.client());
    busy.back().send(get_request("/gate"));
  }
  ASSERT_TRUE(Rig::wait_for([&] { return rig.at_gate == places; }));
}

TEST(Connections, AreToldToComeBackWhereAllAreAnswered) {
  Rig rig(room_for(2));
  std::vector<RawClient> busy;
  fill(rig, busy, 2);
  for (const auto& request : {get_request("/notes/a"), get_request("/nowhere"), get_request("/gate"),
                              test::post_request("/notes", R"({"name":"a"})")}) {
    auto client = rig.client();
    const auto refused = client.ask(request);
    expect_problem(refused, 503, "unavailable");
    EXPECT_EQ(refused.field("retry-after"), "1");
    EXPECT_EQ(refused.field("connection"), "close");
    EXPECT_TRUE(client.closed_within(5s));
  }
  rig.open_gate = true;
  for (auto& client : busy) EXPECT_EQ(client.receive().status, 200) << "nobody lost their answer";
  EXPECT_EQ(rig.ask(get_request("/notes/a")).status, 200);
}

TEST(Connections, AreKeptInReserveForWhatIsVital) {
  Rig rig(room_for(2));
  std::vector<RawClient> busy;
  fill(rig, busy, 2);
  auto squatters = silent(rig, 30);
  auto client = rig.client();
  const auto answer = client.ask(get_request("/vital"));
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.field("connection"), "close") << "others want to ask too";
  EXPECT_TRUE(client.closed_within(5s));
  for (auto& squatter : squatters)
    EXPECT_TRUE(squatter.closed_within(10s)) << "long before the idle time is over";
}

TEST(Connections, OfOneClientBeyondItsShareAreToldToComeBack) {
  Rig rig(room_for(100), {}, {}, 2);
  std::vector<RawClient> busy;
  fill(rig, busy, 2);
  auto third = rig.client();
  const auto refused = third.receive();
  expect_problem(refused, 429, "too_many_requests");
  EXPECT_EQ(refused.field("retry-after"), "1");
  EXPECT_EQ(rig.client("127.0.0.2").ask(get_request("/notes/a")).status, 200);
  busy.front().close();
  EXPECT_TRUE(Rig::wait_for([&] { return rig.client().ask(get_request("/notes/a")).status == 200; }));
}

TEST(Connections, OfTrustedProxiesAreNotCounted) {
  Rig rig(room_for(100), {}, parse_networks({"127.0.0.1"}), 2);
  std::vector<RawClient> busy;
  fill(rig, busy, 5);
  EXPECT_EQ(rig.ask(get_request("/notes/a")).status, 200);
}

/// During its lifetime the process can open only this many more files.
class FilesLeft {
 public:
  explicit FilesLeft(rlim_t count) {
    ::getrlimit(RLIMIT_NOFILE, &before_);
    const int next = ::open("/dev/null", O_RDONLY | O_CLOEXEC);  // the lowest number that is free
    ::close(next);
    const rlimit lowered{static_cast<rlim_t>(next) + count, before_.rlim_max};
    ::setrlimit(RLIMIT_NOFILE, &lowered);
  }
  ~FilesLeft() { ::setrlimit(RLIMIT_NOFILE, &before_); }
  FilesLeft(const FilesLeft&) = delete;
  FilesLeft& operator=(const FilesLeft&) = delete;

 private:
  rlimit before_{};
};

TEST(Connections, ThatAreIdleMakeRoomWhereTheSystemHasNoMore) {
  const Rig rig(room_for(100));
  auto idle = silent(rig, 3);
  for (auto& client : idle) EXPECT_EQ(client.ask(get_request("/notes/a")).status, 200);
  {
    const FilesLeft one(1);  // for the client's own socket
    auto client = rig.client();
    EXPECT_EQ(client.ask(get_request("/notes/a")).status, 200);
    EXPECT_TRUE(idle.front().closed_within(5s));
  }
  EXPECT_EQ(idle.back().ask(get_request("/notes/a")).status, 200);
}

Network network(const char* address) { return client_network(address); }

TEST(ClientConnections, AreCountedByAddressOrNetwork) {
  ClientConnections clients(2);
  auto first = clients.take(network("192.0.2.1"));
  const auto second = clients.take(network("::ffff:192.0.2.1"));
  EXPECT_TRUE(first && second);
  EXPECT_FALSE(clients.take(network("192.0.2.1")));
  EXPECT_TRUE(clients.take(network("192.0.2.2")));
  const auto one = clients.take(network("2001:db8::1"));
  const auto other = clients.take(network("2001:db8::2"));
  EXPECT_FALSE(clients.take(network("2001:db8::ffff:3"))) << "whoever has an address of a /64 has all";
  EXPECT_TRUE(clients.take(network("2001:db8:0:1::1")));
  first.reset();
  EXPECT_TRUE(clients.take(network("192.0.2.1")));
}

TEST(ClientConnections, AreCountedOverAllThreads) {
  ClientConnections clients(100);
  std::atomic<int> taken = 0;
  std::atomic<int> finished = 0;
  std::atomic<bool> may_end = false;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 4; ++thread)
    threads.emplace_back([&] {
      std::vector<ClientConnections::Admission> places;
      for (int attempt = 0; attempt < 50; ++attempt) {
        auto place = clients.take(network("192.0.2.1"));
        if (place) places.push_back(std::move(*place));
        taken += place ? 1 : 0;
      }
      ++finished;
      Rig::wait_for([&] { return may_end.load(); });
    });
  EXPECT_TRUE(Rig::wait_for([&] { return finished == 4; }));
  EXPECT_EQ(taken, 100);
  may_end = true;
  for (auto& thread : threads) thread.join();
  EXPECT_TRUE(clients.take(network("192.0.2.1"))) << "all were given back";
}

}  // namespace
}  // namespace kpa::http
