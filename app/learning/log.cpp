#include "app/learning/log.hpp"

#include "actors/learner/champion.hpp"
#include "config/learning_rules.hpp"
#include "config/rewards.hpp"
#include "config/strategies.hpp"
#include "storage/sqlite/open.hpp"

namespace troupe::app::learned {

log::log(const config::settings& s)
    : reader{storage::sqlite::database_file(s.data_dir)}, champion{learner::champion(s.rl_policy,
                                                                                     reader.promotions())},
      rules{config::rules_of(champion, s, config::load_strategies(s.config_dir),
                             config::load_reward_weights(s.config_dir))} {}

} // namespace troupe::app::learned
