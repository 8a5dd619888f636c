#include "language/encoder/distillation.hpp"

#include <Eigen/Cholesky>

#include <algorithm>
#include <cmath>
#include <utility>

namespace troupe::language {
namespace {

constexpr std::size_t texts_at_once = 16;
constexpr float map_ridge = 0.1F;
constexpr float corrections_ridge = 0.3F;
constexpr std::size_t rounds = 30;

Eigen::Index eigen(std::size_t size) { return static_cast<Eigen::Index>(size); }

} // namespace

distillation::distillation(const encoder& of, std::shared_ptr<const piece_states> states,
                           std::vector<std::string> texts)
    : of_{&of}, states_{std::move(states)}, texts_{std::move(texts)},
      sums_(eigen(texts_.size()), eigen(of.dimensions() + 1)),
      wanted_(eigen(texts_.size()), eigen(of.dimensions())) {}

std::shared_ptr<const distilled_encoder> distillation::advance() {
  if (pieces_.size() < texts_.size())
    encode_texts();
  else if (map_.size() == 0)
    fit_map();
  else if (corrections_.row_of.empty())
    begin_corrections();
  else if (rounds_ < rounds && rest_.size() > 0)
    improve_corrections();
  else
    return made();
  return nullptr;
}

void distillation::encode_texts() {
  const auto end = std::min(pieces_.size() + texts_at_once, texts_.size());
  const auto dimensions = of_->dimensions();
  for (auto i = pieces_.size(); i < end; ++i) {
    auto pieces = plain_pieces(*of_, texts_[i]);
    sum_states(*states_, pieces, {sums_.row(eigen(i)).data(), dimensions});
    sums_(eigen(i), eigen(dimensions)) = 1;
    const auto vector = of_->encode(texts_[i]);
    std::ranges::copy(vector, wanted_.row(eigen(i)).data());
    std::ranges::sort(pieces);
    pieces.erase(std::ranges::unique(pieces).begin(), pieces.end());
    pieces_.push_back(std::move(pieces));
  }
}

void distillation::fit_map() {
  matrix normal = sums_.transpose() * sums_;
  normal.diagonal().array() += map_ridge;
  map_ = normal.llt().solve(sums_.transpose() * wanted_);
  wanted_ -= sums_ * map_;
  sums_.resize(0, 0);
}

/// A piece weighs the root of its inverse document frequency, and a text has the length 1.
void distillation::begin_corrections() {
  auto texts_with = std::vector<float>(of_->vocabulary(), 0);
  for (const auto& text : pieces_)
    for (const auto piece : text) ++texts_with[piece];
  const auto all = static_cast<float>(pieces_.size());
  for (const auto count : texts_with) {
    corrections_.row_of.push_back(count > 0 ? static_cast<std::int32_t>(corrections_.weights.size())
                                            : piece_corrections::none);
    if (count > 0)
      corrections_.weights.push_back(std::sqrt(std::log1p((all - count + 0.5F) / (count + 0.5F))));
  }
  holds_.resize(eigen(pieces_.size()), eigen(corrections_.weights.size()));
  for (std::size_t i = 0; i < pieces_.size(); ++i) {
    holds_.startVec(eigen(i));
    auto squares = 0.0F;
    const auto weight_of = [&](piece_id p) {
      return corrections_.weights[static_cast<std::size_t>(corrections_.row_of[p])];
    };
    for (const auto piece : pieces_[i]) squares += weight_of(piece) * weight_of(piece);
    for (const auto piece : pieces_[i]) // which ascend, and so do their rows
      holds_.insertBack(eigen(i), corrections_.row_of[piece]) = weight_of(piece) / std::sqrt(squares);
  }
  holds_.finalize();
  rest_ = holds_.transpose() * wanted_;
  direction_ = rest_;
  rows_ = matrix::Zero(rest_.rows(), rest_.cols());
}

/// One round for each column of its own.
void distillation::improve_corrections() {
  constexpr float tiny = 1e-20F; // what is solved already stays as it is
  const matrix turned = holds_.transpose() * (holds_ * direction_) + corrections_ridge * direction_;
  const Eigen::ArrayXf before = rest_.colwise().squaredNorm().transpose();
  const Eigen::ArrayXf along = direction_.cwiseProduct(turned).colwise().sum().transpose();
  const Eigen::VectorXf step = before / along.max(tiny);
  rows_ += direction_ * step.asDiagonal();
  rest_ -= turned * step.asDiagonal();
  const Eigen::ArrayXf after = rest_.colwise().squaredNorm().transpose();
  const Eigen::VectorXf kept = after / before.max(tiny);
  direction_ = rest_ + direction_ * kept.asDiagonal();
  ++rounds_;
}

std::shared_ptr<const distilled_encoder> distillation::made() const {
  const auto last = map_.rows() - 1;
  const matrix weights = map_.topRows(last).transpose(); // a row for each column
  const Eigen::RowVectorXf bias = map_.row(last);
  auto corrections = corrections_;
  corrections.rows.assign(rows_.data(), rows_.data() + rows_.size());
  return std::make_shared<const distilled_encoder>(
      *of_, states_,
      linear_map{{weights.data(), static_cast<std::size_t>(weights.size())},
                 {bias.data(), bias.data() + bias.size()},
                 false},
      std::move(corrections));
}

} // namespace troupe::language
