import Coordinator
import Model
import RemoteSystems
enum ProblemSentences {
    static func sentence(_ problem: Problem, entity: EntityName?, in language: Language) -> Sentence {
        Sentence(what: "\(problem.code.rawValue) \(problem.arguments)", remedy: "")
    }
    static func reason(_ reason: Reason, in language: Language) -> String { reason.code }
}
