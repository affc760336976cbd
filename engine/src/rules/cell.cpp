#include "rules/cell.hpp"

namespace husrom::rules {

using model::CellState;
using model::ColumnType;

Cell Reader::read(std::int32_t row) const {
    Cell cell;
    cell.state = state(row);
    if (cell.state == CellState::unknown && with_default_ && default_) return {CellState::value, default_->value, default_->set};
    if (cell.state != CellState::value) return cell;
    if (type() == ColumnType::set)
        cell.set = column_.set(row);
    else
        cell.value = column_.value(row);
    return cell;
}

}  // namespace husrom::rules
