#pragma once

/// The exception family. Bad input throws where the value is built; outcomes (infeasible, out of time) are statuses, never exceptions.

#include <stdexcept>
#include <string>

namespace husrom {

/// Everything husrom throws derives from this (`std::bad_alloc` apart).
class Error : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// A call's argument is out of its documented range; the message names the argument, the index and what was expected.
class InvalidArgument : public Error {
public:
    using Error::Error;
};

/// A sum or product leaves the 64-bit range; scale the weights down or declare fewer digits.
class Overflow : public Error {
public:
    using Error::Error;
};

/// The engine's own mistake, such as a result that the independent checker refuses. Please report it.
class InternalError : public Error {
public:
    using Error::Error;
};

}  // namespace husrom
