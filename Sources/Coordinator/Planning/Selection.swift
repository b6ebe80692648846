package import Model

/// Which entities a person wants to run: `customers`, `+customers`, `currencies+`, `1+customers`, `tag:master`, `state:failed`, `retry`.
package struct Selection: Sendable, Hashable {
    /// One word of a selection.
    struct Term: Sendable, Hashable {
        /// What the word itself means.
        enum Kind: Sendable, Hashable {
            case entity(String)
            case tag(String)
            case state(StateWord)
            case retry
        }

        var kind: Kind
        /// How many steps of what it needs are taken as well.
        var upstream = 0
        /// How many steps of what needs it are taken as well.
        var downstream = 0
    }

    /// How an entity's latest job ended, as a word.
    package enum StateWord: String, Sendable, Hashable, CaseIterable {
        case complete, partial, unchanged, stopped, failed, blocked, notStarted, cancelled, crashed
    }

    private let terms: [Term]
    private let exceptions: [Term]
    private let words: [String]
    private let except: [String]

    /// Reads a selection; no words mean every entity.
    package init(_ words: [String] = [], except: [String] = []) throws(PlanError) {
        var terms: [Term] = []
        for word in words { terms.append(try Term(word)) }
        var exceptions: [Term] = []
        for word in except { exceptions.append(try Term(word)) }
        (self.terms, self.exceptions, self.words, self.except) = (terms, exceptions, words, except)
    }

    /// The selection as it was typed.
    package var text: String { (words + except.map { "--except \($0)" }).joined(separator: " ") }

    /// The entities that are meant; `states` says how each one's latest job stands.
    package func entities(
        in graph: DependencyGraph, states: [EntityName: StateWord] = [:]
    ) throws(PlanError) -> Set<EntityName> {
        guard !graph.nodes.isEmpty else { throw .noEntities }
        var selected: Set<EntityName> = terms.isEmpty ? Set(graph.nodes.keys) : []
        for term in terms { selected.formUnion(try term.entities(in: graph, states)) }
        for term in exceptions { selected.subtract(try term.entities(in: graph, states)) }
        guard !selected.isEmpty else { throw .nothingSelected(words: words, except: except) }
        return selected
    }
}

extension Selection.Term {
    /// Reads a word: signs of how far to go on either side, and a name between them.
    init(_ word: String) throws(PlanError) {
        var name = word[...]
        if let plus = name.firstIndex(of: "+"), name[..<plus].allSatisfy(\.isDigit) {
            upstream = try Self.steps(name[..<plus], word)
            name = name[name.index(after: plus)...]
        }
        if let plus = name.lastIndex(of: "+"), name[name.index(after: plus)...].allSatisfy(\.isDigit) {
            downstream = try Self.steps(name[name.index(after: plus)...], word)
            name = name[..<plus]
        }
        guard !name.isEmpty, !name.contains("+") else { throw .notASelection(word) }
        kind = try Self.kind(String(name), word)
    }

    private static func steps(_ digits: Substring, _ word: String) throws(PlanError) -> Int {
        guard !digits.isEmpty else { return .max }
        guard let steps = Int(digits), steps > 0 else { throw .notASelection(word) }
        return steps
    }

    private static func kind(_ name: String, _ word: String) throws(PlanError) -> Kind {
        let parts = name.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2 else { return name == "retry" ? .retry : .entity(name) }
        switch parts[0] {
        case "tag" where !parts[1].isEmpty: return .tag(parts[1])
        case "state":
            let states = Selection.StateWord.allCases
            if let state = states.first(where: { $0.rawValue.lowercased() == parts[1].lowercased() }) {
                return .state(state)
            }
            let known = states.map(\.rawValue)
            throw .unknownState(parts[1], nearest: Spelling.nearest(to: parts[1], among: known), known: known)
        default: throw .notASelection(word)
        }
    }

    func entities(
        in graph: DependencyGraph, _ states: [EntityName: Selection.StateWord]
    ) throws(PlanError) -> Set<EntityName> {
        var selected = try meant(in: graph, states)
        for entity in selected {
            if upstream > 0 { selected.formUnion(graph.upstream(of: entity, steps: upstream)) }
            if downstream > 0 { selected.formUnion(graph.downstream(of: entity, steps: downstream)) }
        }
        return selected
    }

    private func meant(
        in graph: DependencyGraph, _ states: [EntityName: Selection.StateWord]
    ) throws(PlanError) -> Set<EntityName> {
        let known = graph.nodes.keys
        switch kind {
        case .entity(let text):
            if let name = EntityName(text), graph.nodes[name] != nil { return [name] }
            let words = known.map(\.text).sorted()
            throw .unknownEntity(text, nearest: Spelling.nearest(to: text, among: words), known: words)
        case .tag(let tag):
            let tagged = known.filter { graph.nodes[$0]?.tags.contains(tag) ?? false }
            guard tagged.isEmpty else { return Set(tagged) }
            let words = Set(graph.nodes.values.flatMap(\.tags)).sorted()
            throw .unknownTag(tag, nearest: Spelling.nearest(to: tag, among: words), known: words)
        case .state(let state): return Set(known.filter { states[$0] == state })
        case .retry: return Set(known.filter { states[$0]?.isRetried ?? false })
        }
    }
}

extension Selection.StateWord {
    /// Whether `retry` takes an entity that stands so: it failed, or never had its turn, or was cut short.
    package var isRetried: Bool {
        switch self {
        case .failed, .blocked, .notStarted, .cancelled, .crashed: true
        case .complete, .partial, .unchanged, .stopped: false
        }
    }

    /// The word of an end state.
    package init(_ end: EndState) {
        self =
            switch end {
            case .complete: .complete
            case .partial: .partial
            case .unchanged: .unchanged
            case .stopped: .stopped
            case .failed: .failed
            case .blocked: .blocked
            case .notStarted: .notStarted
            case .cancelled: .cancelled
            }
    }
}

extension Character {
    fileprivate var isDigit: Bool { ("0"..."9").contains(self) }
}
