// Not compiled where it was written: see ../companion-pages.md.
/// Deletes the notes of an order with it.
codeunit 50143 "Couplet Order Notes"
{
    [EventSubscriber(ObjectType::Table, Database::"Sales Header", 'OnAfterDeleteEvent', '', false, false)]
    local procedure DeleteNotes(var Rec: Record "Sales Header"; RunTrigger: Boolean)
    var
        Notes: Record "Couplet Order Note";
    begin
        if Rec.IsTemporary() then
            exit;
        Notes.SetRange("Document Id", Rec.SystemId);
        Notes.DeleteAll();
    end;
}
