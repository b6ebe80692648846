import MapLanguage
import Model

extension ProblemTeller {
    /// Class 2xxx: somebody must change something; the entity stops and says so once.
    var configuration: Sentence {
        switch problem.code {
        case .signIn: signIn
        case .permission:
            Sentence(
                what: ended,
                why: pick(
                    "\(capitalSystem) does not let Couplet read or write \(argument(0)).\(answer)",
                    "\(capitalSystem) ne permet pas à Couplet de lire ou d'écrire \(argument(0)).\(answer)"),
                remedy: pick(
                    "Give the application's user a role with rights to it, then: couplet retry",
                    "Donnez à l'utilisateur de l'application un rôle qui le permet, puis : couplet retry"))
        case .schema: schema
        case .mappingChanged:
            Sentence(
                what: ended,
                why: pick(
                    "The field map is not the one that its couplings were compared with.",
                    "La table des champs n'est plus celle avec laquelle ses couplages ont été comparés."),
                remedy: pick(
                    "Compare everything afresh: couplet sync --rebase\(entity.map { " \($0)" } ?? "")",
                    "Comparez tout à neuf : couplet sync --rebase\(entity.map { " \($0)" } ?? "")"))
        case .environmentChanged:
            Sentence(
                what: pick("Nothing was written.", "Rien n'a été écrit."),
                why: pick(
                    "\(capitalSystem) is not the environment or company that the store belongs to.",
                    "\(capitalSystem) n'est pas l'environnement ou la société dont cette base fait partie."),
                remedy: pick(
                    "Name the right system in the configuration, or give this pair of systems a store of its own.",
                    "Nommez le bon système dans la configuration, ou donnez à cette paire de systèmes sa propre base."
                ))
        case .storeFailed: store
        default: invalidConfiguration
        }
    }

    private var signIn: Sentence {
        let why: String
        let remedy: String
        switch argument(0) {
        case "secret":
            why = pick(
                "There is no secret to sign in to \(system) with.",
                "Il n'y a pas de secret pour s'identifier auprès de \(system).")
            remedy = pick(
                "Look at where the configuration takes it from: couplet doctor",
                "Voyez d'où la configuration le prend : couplet doctor")
        case "answer":
            why = pick(
                "What the sign-in service of \(system) answered is no token.",
                "Ce que le service d'identification de \(system) a répondu n'est pas un jeton.")
            remedy = pick(
                "Check the token address in the configuration.", "Vérifiez l'adresse du jeton dans la configuration.")
        default:
            why = pick(
                "\(capitalSystem) refused the sign-in: the secret is wrong or has expired, or the application is not admitted.\(answer)",
                "\(capitalSystem) a refusé l'identification : le secret est faux ou a expiré, ou l'application n'est pas admise.\(answer)"
            )
            remedy = pick(
                "Renew the application's secret, or admit it there; check with: couplet doctor",
                "Renouvelez le secret de l'application, ou admettez-la ; vérifiez avec : couplet doctor")
        }
        return Sentence(what: ended, why: why, remedy: remedy)
    }

    private var schema: Sentence {
        if argument(0) == "changeTracking" {
            return Sentence(
                what: ended,
                why: pick(
                    "The table \(argument(1)) of \(system) does not keep track of changes.",
                    "La table \(argument(1)) de \(system) ne suit pas les modifications."),
                remedy: pick(
                    "Switch change tracking on for it in its properties, then: couplet retry",
                    "Activez-y le suivi des modifications, puis : couplet retry"))
        }
        let what = problem.field.map { "\(argument(0)).\($0)" } ?? argument(0)
        let routes = problem.arguments.dropFirst().joined(separator: ", ")
        let tried = routes.isEmpty ? "" : pick(" Looked for as: \(routes).", " Cherché sous : \(routes).")
        return Sentence(
            what: ended,
            why: pick("\(capitalSystem) has no \(what).\(tried)", "\(capitalSystem) n'a pas de \(what).\(tried)"),
            remedy: pick(
                "Publish or install what is missing there; docs/guides/connect.md says what Couplet needs. Then: couplet retry",
                "Publiez ou installez-y ce qui manque ; docs/guides/connect.md dit ce qu'il faut. Puis : couplet retry")
        )
    }

    private var invalidConfiguration: Sentence {
        let doctor = pick("Mend it, and check with: couplet doctor", "Corrigez, et vérifiez avec : couplet doctor")
        let why: String
        switch argument(0) {
        case "map":
            let told = MapProblem(words: Array(problem.arguments.dropFirst()))
                .map { MapSentences.sentence($0, in: language) }
            return Sentence(
                what: ended, why: [told?.what, told?.why].compactMap(\.self).joined(separator: " "),
                remedy: told?.remedy ?? doctor)
        case "needsVersion":
            return Sentence(
                what: ended,
                why: pick(
                    "It needs \(argument(1)) in a version \(argument(2)); version \(argument(3)) is installed.",
                    "Il lui faut \(argument(1)) en version \(argument(2)) ; la version \(argument(3)) est installée."),
                remedy: pick(
                    "Install plugins that go together; see: couplet plugins",
                    "Installez des modules qui vont ensemble ; voyez : couplet plugins"))
        case "needsEntity":
            return Sentence(
                what: ended,
                why: pick(
                    "Its records refer to \(argument(1)), which is switched off or not installed: they would wait for ever.",
                    "Ses enregistrements se réfèrent à \(argument(1)), qui est arrêté ou n'est pas installé : ils attendraient toujours."
                ),
                remedy: pick(
                    "Switch it on in the configuration (entities: {\(argument(1)): {enabled: true}}), or choose by the settings what they refer to instead; check with: couplet doctor",
                    "Activez-le dans la configuration (entities: {\(argument(1)): {enabled: true}}), ou choisissez par les réglages à quoi ils se réfèrent ; vérifiez avec : couplet doctor"
                ))
        case "tokenURL":
            why = pick(
                "The sign-in address (tokenURL) of \(system) in the configuration is no HTTPS address.",
                "L'adresse d'identification (tokenURL) de \(system) dans la configuration n'est pas une adresse HTTPS.")
        case "url":
            why = pick(
                "The address of \(system) in the configuration is no HTTPS address.",
                "L'adresse de \(system) dans la configuration n'est pas une adresse HTTPS.")
        case "company":
            why = pick(
                "The company in the configuration does not exist in \(system).",
                "La société de la configuration n'existe pas dans \(system).")
        case "certificate" where argument(1) == "signIn":
            why = pick(
                "The certificate of the sign-in service of \(system) is not trusted on this machine.",
                "Le certificat du service d'identification de \(system) n'est pas reconnu sur cette machine.")
        case "certificate":
            why = pick(
                "The certificate of \(system) is not trusted on this machine.",
                "Le certificat de \(system) n'est pas reconnu sur cette machine.")
        case "redirect", "foreignLink":
            why = pick(
                "\(capitalSystem) pointed to another address than the configured one, and nothing was sent there.",
                "\(capitalSystem) a renvoyé à une autre adresse que celle de la configuration, et rien n'y a été envoyé."
            )
        case "lines":
            return Sentence(
                what: ended,
                why: argument(1) == "manifest"
                    ? pick(
                        "Its plugin knows lines of its documents, and its plugin.json names no table of them: documents would be made without their lines.",
                        "Son module connaît les lignes de ses documents, et son plugin.json n'en nomme pas la table : des documents seraient créés sans leurs lignes."
                    )
                    : pick(
                        "Its plugin.json names a table of lines, and its plugin says nothing of them: documents would be made without their lines.",
                        "Son plugin.json nomme une table de lignes, et son module n'en dit rien : des documents seraient créés sans leurs lignes."
                    ),
                remedy: pick(
                    "Install the plugin.json and the program of one version of it; see: couplet plugins",
                    "Installez le plugin.json et le programme d'une même version ; voyez : couplet plugins"))
        case "settings": return settings
        case "scratchFolder": return plugin
        case let word where PluginFault.words.contains(word):
            return Sentence(
                what: pick(
                    "The plugin in \(argument(1)) can't be used.", "Le module dans \(argument(1)) est inutilisable."),
                why: PluginFaultSentences.short(word, in: language),
                remedy: pick("See what is wrong with it: couplet plugins", "Voyez ce qui ne va pas : couplet plugins"))
        default:
            why = pick(
                "\(capitalSystem) can't be worked with as it is configured\(detail).\(answer)",
                "La configuration ne permet pas de travailler avec \(system)\(detail).\(answer)")
        }
        return Sentence(what: ended, why: why, remedy: doctor)
    }

    /// What a plugin found wrong with its settings: each finding is a setting, what is wrong, and what to do.
    private var settings: Sentence {
        let words = Array(problem.arguments.dropFirst())
        let findings = stride(from: 0, to: words.count - words.count % 3, by: 3).map { words[$0..<($0 + 3)] }
        let named = findings.map { finding in
            let (path, message) = (finding[finding.startIndex], finding[finding.startIndex + 1])
            return path.isEmpty ? message : pick("Setting \(path): \(message)", "Réglage \(path) : \(message)")
        }
        let hints = findings.compactMap(\.last).filter { !$0.isEmpty }
        let check = pick("Then check with: couplet doctor", "Puis vérifiez avec : couplet doctor")
        let mend = pick("Mend it in the configuration.", "Corrigez-le dans la configuration.")
        return Sentence(
            what: ended, why: named.joined(separator: " "),
            remedy: ((hints.isEmpty ? [mend] : hints) + [check]).joined(separator: " "))
    }

    private var detail: String { problem.arguments.isEmpty ? "" : " (\(problem.arguments.joined(separator: ", ")))" }
}
