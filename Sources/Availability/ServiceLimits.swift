/// What the service takes upon itself at most.
package struct ServiceLimits: Sendable {
    /// Connections at the same time; more wait to be accepted.
    package var connections = 32
    /// Questions that the ERP is asked at the same time; more are told to come again.
    package var questions = 4
    /// How long an answer may take.
    package var patience: Duration = .seconds(10)
    /// How long a connection may be silent.
    package var silence: Duration = .seconds(15)
    /// How long a connection lives, however busy it is.
    package var lifetime: Duration = .seconds(120)
    /// Bytes of all headers of a request.
    package var headerBytes = 16 << 10
    /// How many headers a request may have.
    package var headers = 64

    /// The usual limits.
    package init() {}
}
