import JSON
import Model

extension Courier {
    /// What an answer that is no success means to a call as a whole: by its status first.
    func failure(_ response: HTTPResponse, about table: String) -> RemoteFailure {
        let answer = Problem.RemoteAnswer(response)
        switch response.status {
        case 401: return RemoteFailure(Problem(.signIn, side: side, remote: answer))
        case 403: return RemoteFailure(Problem(.permission, [table], side: side, remote: answer))
        case 404: return RemoteFailure(Problem(.schema, [table], side: side, remote: answer))
        case 408, 504: return RemoteFailure(Problem(.timeout, side: side, remote: answer))
        case 429: return RemoteFailure(Problem(.throttled, side: side, remote: answer))
        case 500...: return RemoteFailure(Problem(.unavailable, side: side, remote: answer))
        default: return RemoteFailure(Problem(.invalidConfiguration, [table], side: side, remote: answer))
        }
    }

    /// What an answer means that can't be read.
    func unreadable(_ table: String) -> RemoteFailure {
        RemoteFailure(Problem(.unavailable, ["unreadable", table], side: side))
    }

    /// The same-origin rule for links of answers.
    func admitted(_ link: String) throws -> String {
        guard let url = root.admitted(link) else {
            throw RemoteFailure(Problem(.invalidConfiguration, ["foreignLink"], side: side))
        }
        return url
    }

    /// Reads a whole value from a successful answer.
    func decode<Value: JSONReadable>(_ type: Value.Type, _ response: HTTPResponse, about table: String) throws -> Value
    {
        guard response.status == 200 else { throw failure(response, about: table) }
        do {
            return try JSON.decode(type, from: response.body)
        } catch {
            throw unreadable(table)
        }
    }
}
