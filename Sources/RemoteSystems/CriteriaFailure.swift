package import Model

/// Why a system can't be asked for records by some criteria: it concerns what was asked for, not the call.
package struct CriteriaFailure: Error, Sendable, Hashable {
    /// The problem, of class 4xxx: `tooLong` when fewer or shorter values may do, and nothing was asked then.
    package var problem: Problem

    /// Creates a failure.
    package init(_ problem: Problem) { self.problem = problem }
}
