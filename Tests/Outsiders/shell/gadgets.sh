#!/bin/sh
# A Couplet plugin in plain shell, with jq for the JSON: what the ERP knows of gadgets goes to the CRM, and nothing comes back.
#
# The shell carries the conversation, one line in and one line out; decide.jq decides about a page of pairs.
[ -n "$COUPLET_PROTOCOL" ] || { echo "This is the gadgets plugin 1.0.0 of Couplet; Couplet starts it." >&2; exit 64; }
exec 3>&1 1>&2  # What is printed by mistake goes to standard error.
folder=$(dirname "$0") ready= cancelled= question=0

say() { printf '%s\n' "$1" >&3; }
answer() { say "{\"jsonrpc\":\"2.0\",\"id\":$id,\"result\":$1}"; }
refuse() { say "{\"jsonrpc\":\"2.0\",\"id\":$1,\"error\":{\"code\":$2,\"message\":\"$3\"}}"; }

# Reads a line; at the end of the stream there is nothing left to do.
hear() { IFS= read -r line || exit 0; }

# Asks the host, and serves what it asks meanwhile; the answer is in $line, and the status says whether it is a result.
ask() {
    question=$((question + 1))
    say "{\"jsonrpc\":\"2.0\",\"id\":$question,\"method\":\"$1\",\"params\":$2}"
    mine=$question
    while hear; do
        case $(printf '%s' "$line" | jq -r --argjson mine "$mine" \
            'if .method then "request" elif .id == $mine then (if .error then "error" else "result" end) else "other" end') in
            request) (serve_small) ; [ $? -eq 9 ] && cancelled=yes ;;
            result) return 0 ;;
            error) return 1 ;;
        esac
    done
}

# What a host may ask while a run goes on.
serve_small() {
    eval "$(printf '%s' "$line" | jq -r '@sh "id=\(.id // "") method=\(.method)"')"
    [ "$method" = '$/cancelRequest' ] && exit 9
    [ -n "$id" ] || return 0
    case $method in
        '$/ping') answer '{"inFlight":1}' ;;
        *) refuse "$id" 1007 "one thing at a time" ;;
    esac
}

run() {
    params=$(printf '%s' "$line" | jq -c .params) run=$id batch=0 outcome=complete cancelled=
    id=$(printf '%s' "$params" | jq -c .runId)
    while :; do
        ask changes/next "{\"runId\":$id,\"limit\":200}" || { fail_run; return; }
        page=$(printf '%s' "$line" | jq -c .result)
        if [ "$(printf '%s' "$page" | jq '.pairs | length')" -gt 0 ]; then
            batch=$((batch + 1))
            given=$(printf '%s' "$page" | jq -c --argjson run "$id" --argjson batch "$batch" -f "$folder/decide.jq")
            ask decisions/apply "$given" || { fail_run; return; }
            state=$(printf '%s' "$line" | jq -r 'if .result.stop then "stop"
                elif all(.result.results[].outcome; IN("done", "unchanged", "planned")) then "" else "partial" end')
            [ -z "$state" ] || outcome=partial
            [ "$state" != stop ] || break
        fi
        [ -z "$cancelled" ] || { refuse "$run" 1000 cancelled; return; }
        [ "$(printf '%s' "$page" | jq .end)" != true ] || break
    done
    id=$run
    answer "{\"outcome\":\"$outcome\"}"
}

# The run ends with what the host refused.
fail_run() { say "$(printf '%s' "$line" | jq -c --argjson id "$run" '{jsonrpc: "2.0", id: $id, error: .error}')"; }

while hear; do
    eval "$(printf '%s' "$line" | jq -r '@sh "id=\(.id // "") method=\(.method // "")"')"
    [ -n "$id" ] || continue
    if [ -z "$ready" ] && [ "$method" != initialize ]; then refuse "$id" 1002 "initialize comes first"; continue; fi
    case $method in
        initialize)
            if [ "$(printf '%s' "$line" | jq '.params.protocol | index(1)')" = null ]; then
                refuse "$id" 1004 "version 1 is spoken here"
            else
                ready=yes
                answer '{"protocol":1,"plugin":{"name":"gadgets","version":"1.0.0"},"capabilities":{}}'
            fi ;;
        entity/describe)
            missing=$(printf '%s' "$line" | jq -r '.params.metadata as $m | [("number", "displayName" | select(IN($m.erp.fields[].name) | not)),
                ("gadgetnumber", "name" | select(IN($m.crm.fields[].name) | not))] | join(", ")')
            if [ -n "$missing" ]; then refuse "$id" 2003 "missing: $missing"; else answer "$(jq -c . "$folder/description.json")"; fi ;;
        sync/run) run ;;
        '$/ping') answer '{"inFlight":0}' ;;
        shutdown) answer '{}' ;;
        *) refuse "$id" -32601 "no such method" ;;
    esac
done
