#include "retrieval/answerability.hpp"

namespace troupe::retrieval {

// Made by `troupe train answerability`, see docs/quality.md; do not edit.
const answerability_weights learned_answerability{{{
    {-3.61312, {2.2305, 0.081006, 0.946307, 1.34932, 2.3756, -0.564569, 0.685835, 0, 0, 0, 0}},
    {-6.45773,
     {1.75663, -0.544428, 1.83171, -0.435657, 1.7206, 0.638195, 0.728834, 3.65058, 3.0544, 2.58256, 0}},
    {-9.08448,
     {1.68281, -0.798251, 1.45447, -0.574107, 1.87964, 0.451624, 0.863461, 2.10611, 3.4011, 1.89742, 5.9833}},
}}};

} // namespace troupe::retrieval
