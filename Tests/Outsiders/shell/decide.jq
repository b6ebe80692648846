# A page of pairs in, the parameters of decisions/apply out; $run and $batch are given.
def empty_: . == null or . == "";
def changed($field): .changed == "unknown" or ((.changed // []) | index($field) != null);
def wanted: {gadgetnumber: .fields.number, name: .fields.displayName};

def decide:
    . as $pair
    | (.erp.changed == "unknown" or ((.erp.changed // []) | length) > 0) as $edited
    | if (.match.ambiguous // []) != [] then
        {do: "setAside", problem: {code: 4006, args: [.match.rule]}, reason: {code: "ambiguous"}}
      elif .erp.state == "deleted" or .crm.state == "deleted" then
        {do: (if .coupled then "uncouple" else "none" end), reason: {code: "deleted"}}
      elif .erp.state != "present" or (.crm.state | IN("present", "absent") | not) then
        {do: "none", reason: {code: "onlyInCRM"}}
      elif .crm.state == "absent" then
        (.erp | wanted | with_entries(select(.value | empty_ | not))) as $new
        | {do: "create", side: "crm", set: $new, reason: {code: "onlyInERP"}}
          + if $new.gadgetnumber then {key: ["gadgetnumber"]} else {} end
      else
        (if $edited then .erp | wanted else {} end)
        | with_entries(select(. as $field
            | ($pair.erp | changed(if $field.key == "name" then "displayName" else "number" end))
              and (($field.value == $pair.crm.fields[$field.key])
                   or (($field.value | empty_) and ($pair.crm.fields[$field.key] | empty_)) | not)))
        | if . != {} then {do: "update", side: "crm", set: ., reason: {code: "merged"}}
          else {do: (if $pair.coupled then "none" else "couple" end), reason: {code: "same"}} end
      end
    | {pair: $pair.pair} + .;

{runId: $run, batch: $batch, decisions: [.pairs[] | decide], checkpoint: .checkpoint}
