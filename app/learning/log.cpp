#include "app/learning/log.hpp"

#include "actors/learner/champion.hpp"
#include "config/rewards.hpp"
#include "config/strategies.hpp"
#include "storage/sqlite/open.hpp"

namespace troupe::app::learned {

log::log(const config::settings& s)
    : reader{storage::sqlite::database_file(s.data_dir)}, promotions{reader.promotions()},
      rules{learner::rules_in_force(s, config::load_strategies(s.config_dir),
                                    config::load_reward_weights(s.config_dir), promotions)} {}

} // namespace troupe::app::learned
