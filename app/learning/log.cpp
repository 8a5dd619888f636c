#include "app/learning/log.hpp"

#include "actors/learner/champion.hpp"
#include "app/store.hpp"
#include "config/rewards.hpp"
#include "config/strategies.hpp"

namespace troupe::app::learned {

log::log(const config::settings& s)
    : reader{connect_store(s, storage::sqlite::access::read_only)}, promotions{reader.promotions()},
      rules{learner::rules_in_force(s, config::load_strategies(s.config_dir),
                                    config::load_reward_weights(s.config_dir), promotions)} {}

} // namespace troupe::app::learned
