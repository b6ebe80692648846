import Model

/// What the answer to one write means: by its status first, by the code second.
///
/// <https://learn.microsoft.com/dynamics365/business-central/dev-itpro/developer/devenv-connect-apps-errors>
struct WriteJudgement: Sendable {
    let write: RemoteWrite
    let side: Side
    let table: RemoteTable
    let reading: RecordReading

    /// The result of the write.
    func result(_ answer: JSONBatch.Answer) -> WriteResult {
        .success(answer.status, answer.body, of: write, reading, side) ?? refused(answer)
    }

    private func refused(_ answer: JSONBatch.Answer) -> WriteResult {
        let code = RemoteCode.code(in: answer.body)
        let remote = Problem.RemoteAnswer(status: answer.status, code: code)
        let isDuplicate = code == "Internal_EntityWithSameKeyExists"
        switch (answer.status, write.operation) {
        case (409, .create): return .refused(Problem(.duplicateKey, side: side, remote: remote))
        case (409, _), (412, _):
            if isDuplicate { return .refused(Problem(.duplicateKey, side: side, remote: remote)) }
            return .versionChanged
        case (404, .update), (404, .delete):
            // A company or a page that is gone is no missing record.
            guard !RemoteCode.isOfWholeTable(code) else {
                return .refused(Self.problem(status: 404, code: code, remote, side, table.route.set))
            }
            return .gone
        case (429, _): return turnedAway(.throttled, remote)
        case (503, _): return turnedAway(.unavailable, remote)
        case (408, _), (504, _): return .inDoubt(Problem(.timeout, side: side, remote: remote))
        case (500..., _), (0..<400, _): return .inDoubt(Problem(.unavailable, side: side, remote: remote))
        default: return .refused(Self.problem(status: answer.status, code: code, remote, side, table.route.set))
        }
    }

    private func turnedAway(_ code: ProblemCode, _ remote: Problem.RemoteAnswer) -> WriteResult {
        .notSent(Problem(code, [WriteResult.insideBatch], side: side, remote: remote))
    }

    /// What an answer means that refuses a write, or a whole batch.
    static func problem(of response: HTTPResponse, side: Side, table: String) -> Problem {
        let remote = Problem.RemoteAnswer(response)
        return problem(status: response.status, code: remote.code, remote, side, table)
    }

    private static func problem(
        status: Int, code: String, _ remote: Problem.RemoteAnswer, _ side: Side, _ table: String
    ) -> Problem {
        let problem: ProblemCode =
            switch (status, code) {
            case (401, _): .signIn
            case (403, _): .permission
            case (404, _), (405, _): .schema
            case (423, _): .locked
            case (_, "Internal_EntityWithSameKeyExists"): .duplicateKey
            case (_, "Application_StringExceededLength"): .tooLong
            case (_, "BadRequest_RequiredParamNotProvided"): .required
            case (_, "BadRequest_MethodNotAllowed"): .schema
            case (_, "Application_DialogException"), (_, "BadRequest_InvalidOperation"): .refusedByRule
            default: .invalid
            }
        return Problem(problem, problem.problemClass == .configuration ? [table] : [], side: side, remote: remote)
    }
}
