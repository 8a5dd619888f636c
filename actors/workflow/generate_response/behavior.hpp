#pragma once
#include "actors/llm/interface.hpp"
#include "actors/workflow/generate_response/interface.hpp"
#include "actors/workflow/generate_response/written.hpp"
#include "config/prompts.hpp"
#include "config/strategies.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>
#include <caf/typed_response_promise.hpp>

#include <cstdint>
#include <map>

namespace troupe::generate_response {

struct options {
  const config::strategies*
      strategies;          ///< outlives the actor; its order is the order of the policy's actions
  double answerable = 0.5; ///< below it the documents are taken not to hold the answer
  std::uint64_t seed = 1;  ///< with the turn's id it makes the draws
  llm::handle llm;         ///< none: every answer is made of the documents' sentences
  const config::prompt_templates* prompts = nullptr; ///< outlives the actor; needed with `llm`
  std::size_t history_tokens = 1000;                 ///< of the conversation so far, in a prompt
};

/// A turn whose answer a language model writes.
struct writing {
  generate_request asked;
  decision choice;
  caf::strong_actor_ptr asker;
  caf::typed_response_promise<generated> promise;
  steady_time began;
  written text;
  std::size_t streamed = 0; ///< pieces that went ahead
};

class state {
public:
  static constexpr const char* name = "generate_response";

  void start(handle::stateful_pointer<state>, const options&);
  caf::result<generated> generate(const generate_request&);
  void drop(const drop_answer&);

private:
  void write(const generate_request&, decision);
  void take(std::uint64_t number, const completion_piece&);
  void fall_back(std::uint64_t number, std::string_view why);
  void finish(std::uint64_t number, generated);
  void went_down(const caf::down_msg&);
  template <class Predicate>
  void drop_those(Predicate);

  handle::stateful_pointer<state> self_ = nullptr;
  options with_;
  std::uint64_t last_ = 0;
  std::map<std::uint64_t, writing> under_way_; ///< by the number of the completion
};

handle::behavior_type behavior(handle::stateful_pointer<state>, const options&);

} // namespace troupe::generate_response
