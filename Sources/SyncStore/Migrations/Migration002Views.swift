extension Migration {
    /// Version 2: the views that a person may read with any SQLite tool; docs/guides/store-views.md describes them.
    static let views = Migration(
        version: 2,
        sql: """
            CREATE VIEW jobs AS
            SELECT run.name AS run, entity.name AS entity,
                CASE WHEN job.state = 'notStarted' THEN 'not started'
                    WHEN job.state = 'running' AND job.degraded <> '[]' THEN 'running degraded'
                    ELSE job.state END AS state,
                run.mode AS mode,
                CASE run.effect WHEN 'dryRun' THEN 'dry run' ELSE run.effect END AS effect,
                job.blocked_by AS blocked_by,
                json_extract(job.problem, '$.code') AS problem,
                job.inserted_erp, job.inserted_crm, job.modified_erp, job.modified_crm, job.deleted_erp,
                job.deleted_crm, job.unchanged, job.coupled, job.uncoupled, job.waiting, job.failed, job.conflicts,
                job.skipped, job.erp_requests, job.crm_requests,
                strftime('%Y-%m-%dT%H:%M:%SZ', job.started_at, 'unixepoch') AS started,
                strftime('%Y-%m-%dT%H:%M:%SZ', job.ended_at, 'unixepoch') AS ended,
                round(job.ended_at - job.started_at, 3) AS seconds,
                job.run = (SELECT max(latest.run) FROM job AS latest WHERE latest.entity = job.entity) AS is_latest,
                job.plan_hash AS plan
            FROM job JOIN run ON run.id = job.run JOIN entity ON entity.id = job.entity;

            CREATE VIEW set_asides AS
            SELECT entity.name AS entity,
                CASE WHEN aside.waits_id IS NULL THEN 'set aside' ELSE 'waiting' END AS state,
                aside.erp_id, aside.crm_id,
                json_extract(aside.problem, '$.code') AS problem,
                json_extract(aside.problem, '$.field') AS field,
                json_extract(aside.problem, '$.side') AS side,
                aside.waits_entity AS waits_for, aside.waits_side AS waits_for_side, aside.waits_id AS waits_for_id,
                json_array_length(aside.candidates) AS candidates,
                aside.tries,
                strftime('%Y-%m-%dT%H:%M:%SZ', aside.since, 'unixepoch') AS since,
                strftime('%Y-%m-%dT%H:%M:%SZ', aside.tried_at, 'unixepoch') AS tried,
                strftime('%Y-%m-%dT%H:%M:%SZ', aside.asked_at, 'unixepoch') AS retry_asked
            FROM aside JOIN entity ON entity.id = aside.entity;

            CREATE VIEW couplings AS
            SELECT entity.name AS entity, coupling.erp_id, coupling.crm_id, coupling.generation,
                base.erp_version, base.crm_version,
                strftime('%Y-%m-%dT%H:%M:%SZ', coupling.coupled_at, 'unixepoch') AS coupled,
                strftime('%Y-%m-%dT%H:%M:%SZ', base.agreed_at, 'unixepoch') AS agreed
            FROM coupling JOIN entity ON entity.id = coupling.entity JOIN base ON base.coupling = coupling.id;

            CREATE VIEW history AS
            SELECT strftime('%Y-%m-%dT%H:%M:%SZ', history_entry.at, 'unixepoch') AS at,
                run.name AS run, entity.name AS entity,
                coalesce(coupling.erp_id, history_entry.erp_id) AS erp_id,
                coalesce(coupling.crm_id, history_entry.crm_id) AS crm_id,
                CASE history_entry.operation WHEN 'setAside' THEN 'set aside' ELSE history_entry.operation END
                    AS operation,
                history_entry.side AS side,
                json_extract(history_entry.detail, '$.reason[0]') AS reason,
                json_extract(history_entry.detail, '$.fields') AS fields,
                json_extract(history_entry.detail, '$.problem.code') AS problem
            FROM history_entry JOIN run ON run.id = history_entry.run JOIN entity ON entity.id = history_entry.entity
                LEFT JOIN coupling ON coupling.id = history_entry.coupling
            ORDER BY history_entry.id;

            CREATE VIEW open_intents AS
            SELECT entity.name AS entity, run.name AS run, intent_batch.batch, intent_batch.writes,
                strftime('%Y-%m-%dT%H:%M:%SZ', intent_batch.sent_at, 'unixepoch') AS sent
            FROM intent_batch JOIN run ON run.id = intent_batch.run JOIN entity ON entity.id = intent_batch.entity
            ORDER BY intent_batch.id;

            CREATE VIEW feeds AS
            SELECT entity.name AS entity, feed.side,
                strftime('%Y-%m-%dT%H:%M:%SZ', feed.at, 'unixepoch') AS read_until,
                strftime('%Y-%m-%dT%H:%M:%SZ', feed.full_at, 'unixepoch') AS listed,
                strftime('%Y-%m-%dT%H:%M:%SZ', feed.swept_at, 'unixepoch') AS swept
            FROM feed JOIN entity ON entity.id = feed.entity;
            """)
}
