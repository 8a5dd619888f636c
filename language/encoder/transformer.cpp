#include "language/encoder/transformer.hpp"

#include "language/encoder/safetensors.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <string>
#include <utility>

namespace troupe::language {
namespace {

constexpr std::size_t head_dimensions = panel_columns; // so that a head's values are a panel as they stand

} // namespace

/// Room for the values of a call; grows to the longest text of its thread.
struct transformer::workspace {
  std::vector<float> states;
  std::vector<float> query_key_value;
  std::vector<float> attended;
  std::vector<float> change;
  std::vector<float> wide;
  std::vector<float> keys; ///< of a head, in panels
  std::vector<float> values;
  std::vector<float> scores;
  std::vector<std::uint8_t> bytes;
  std::vector<float> steps;
  std::vector<float> lows;

  void resize(std::size_t rows, std::size_t dimensions, std::size_t widest) {
    const auto padded = (rows + panel_columns - 1) / panel_columns * panel_columns;
    states.resize(rows * dimensions);
    query_key_value.resize(3 * rows * dimensions);
    attended.resize(rows * dimensions);
    change.resize(rows * dimensions);
    wide.resize(rows * widest);
    keys.resize(padded * head_dimensions);
    values.resize(rows * head_dimensions);
    scores.resize(rows * padded);
    bytes.resize(rows * std::max(dimensions, widest));
    steps.resize(rows);
    lows.resize(rows);
  }
  [[nodiscard]] byte_rows quantized() noexcept { return {bytes.data(), steps.data(), lows.data()}; }
};

/// Reads the tensors of the layers; throws model_error.
class transformer::reader {
public:
  reader(const safetensors& file, bool in_bytes) : file_{file}, in_bytes_{in_bytes} {}

  const tensor& matrix(const std::string& name) const {
    const auto* found = file_.find(name);
    if (!found || found->type != "F32" || found->shape.size() != 2)
      throw model_error{"have no matrix " + name + " of F32"};
    return *found;
  }

  std::vector<float> values(const std::string& name, std::vector<std::size_t> shape) const {
    auto found = file_.floats(name, shape);
    if (const auto* error = std::get_if<model_error>(&found)) throw model_error{*error};
    return std::move(std::get<std::vector<float>>(found));
  }

  normalization layer_norm(const std::string& name, std::size_t size) const {
    return {values(name + ".weight", {size}), values(name + ".bias", {size})};
  }

  linear_map linear(const std::string& name, std::size_t columns, std::size_t depth) const {
    return {values(name + ".weight", {columns, depth}), values(name + ".bias", {columns}), in_bytes_};
  }

  linear_map query_key_value(const std::string& name, std::size_t size) const {
    std::vector<float> weights;
    std::vector<float> bias;
    const auto append = [&](const std::string& part, float scale) {
      for (const auto value : values(part + ".weight", {size, size})) weights.push_back(value * scale);
      for (const auto value : values(part + ".bias", {size})) bias.push_back(value * scale);
    };
    append(name + ".query", 1 / std::sqrt(static_cast<float>(head_dimensions)));
    append(name + ".key", 1);
    append(name + ".value", 1);
    return {weights, std::move(bias), in_bytes_};
  }

private:
  const safetensors& file_;
  bool in_bytes_;
};

std::variant<transformer, model_error> transformer::load(const safetensors& file,
                                                         const transformer_options& options) try {
  transformer made;
  made.kernels_ = options.on ? options.on : usable_kernels().front();
  const auto from = reader{file, options.arithmetic == precision::fast && made.kernels_->multiply_bytes};

  const auto& words = from.matrix("embeddings.word_embeddings.weight");
  const auto dimensions = words.shape[1];
  const auto positions = from.matrix("embeddings.position_embeddings.weight").shape[0];
  const auto wide = from.matrix("encoder.layer.0.intermediate.dense.weight").shape[0];
  if (words.bytes.empty() || positions < 2 || dimensions % head_dimensions != 0 || wide == 0
      || wide % panel_columns != 0)
    return model_error{"have layers of " + std::to_string(dimensions) + " and " + std::to_string(wide)
                       + " dimensions: only multiples of " + std::to_string(panel_columns) + " will do"};
  made.dimensions_ = dimensions;
  made.words_ = words.bytes;
  made.positions_ = from.values("embeddings.position_embeddings.weight", {positions, dimensions});
  const auto segments = from.values("embeddings.token_type_embeddings.weight", {2, dimensions});
  for (std::size_t i = 0; i < made.positions_.size(); ++i) made.positions_[i] += segments[i % dimensions];
  made.after_embedding_ = from.layer_norm("embeddings.LayerNorm", dimensions);
  for (auto name = std::string{"encoder.layer.0"}; file.find(name + ".intermediate.dense.weight");
       name = "encoder.layer." + std::to_string(made.layers_.size()))
    made.layers_.push_back({from.query_key_value(name + ".attention.self", dimensions),
                            from.linear(name + ".attention.output.dense", dimensions, dimensions),
                            from.layer_norm(name + ".attention.output.LayerNorm", dimensions),
                            from.linear(name + ".intermediate.dense", wide, dimensions),
                            from.linear(name + ".output.dense", dimensions, wide),
                            from.layer_norm(name + ".output.LayerNorm", dimensions)});
  return made;
} catch (const model_error& error) {
  return error;
}

std::span<const float> transformer::states(std::span<const piece_id> pieces) const {
  thread_local workspace room;
  room.resize(pieces.size(), dimensions_, layers_.front().widen.columns());
  embed(pieces, room);
  for (const auto& one : layers_) run(one, pieces.size(), room);
  return room.states;
}

void transformer::embed(std::span<const piece_id> pieces, workspace& room) const {
  const auto row_bytes = dimensions_ * sizeof(float);
  for (std::size_t row = 0; row < pieces.size(); ++row)
    std::memcpy(&room.states[row * dimensions_], words_.data() + pieces[row] * row_bytes, row_bytes);
  kernels_->add_and_normalize(room.states.data(), positions_.data(), pieces.size(), dimensions_,
                              after_embedding_.gain.data(), after_embedding_.bias.data());
}

void transformer::run(const layer& one, std::size_t rows, workspace& room) const {
  const auto& k = *kernels_;
  one.query_key_value.apply(k, room.states.data(), rows, room.quantized(), room.query_key_value.data());
  attend(rows, room);
  one.mix_heads.apply(k, room.attended.data(), rows, room.quantized(), room.change.data());
  k.add_and_normalize(room.states.data(), room.change.data(), rows, dimensions_,
                      one.after_attention.gain.data(), one.after_attention.bias.data());
  one.widen.apply(k, room.states.data(), rows, room.quantized(), room.wide.data());
  k.gelu(room.wide.data(), rows * one.widen.columns());
  one.narrow.apply(k, room.wide.data(), rows, room.quantized(), room.change.data());
  k.add_and_normalize(room.states.data(), room.change.data(), rows, dimensions_,
                      one.after_feed_forward.gain.data(), one.after_feed_forward.bias.data());
}

void transformer::attend(std::size_t rows, workspace& room) const {
  const auto stride = 3 * dimensions_;
  const auto padded = (rows + panel_columns - 1) / panel_columns * panel_columns;
  std::ranges::fill(room.keys, 0.0F);
  for (std::size_t head = 0; head < dimensions_; head += head_dimensions) {
    const auto* query = &room.query_key_value[head];
    for (std::size_t row = 0; row < rows; ++row) {
      const auto* key = query + row * stride + dimensions_;
      auto* panel = &room.keys[row / panel_columns * panel_columns * head_dimensions + row % panel_columns];
      for (std::size_t i = 0; i < head_dimensions; ++i) panel[i * panel_columns] = key[i];
      std::copy_n(key + dimensions_, head_dimensions, &room.values[row * head_dimensions]);
    }
    kernels_->multiply(query, stride, rows, {room.keys.data(), nullptr, head_dimensions, padded},
                       room.scores.data(), padded);
    kernels_->softmax(room.scores.data(), rows, padded, rows);
    kernels_->multiply(room.scores.data(), padded, rows, {room.values.data(), nullptr, rows, head_dimensions},
                       &room.attended[head], dimensions_);
  }
}

} // namespace troupe::language
