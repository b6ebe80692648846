// Not compiled where it was written: see ../companion-pages.md.
/// Keeps "Couplet Order Note" in step with the notes that people write on sales orders.
codeunit 50143 "Couplet Order Note Changes"
{
    [EventSubscriber(ObjectType::Table, Database::"Record Link", 'OnAfterInsertEvent', '', false, false)]
    local procedure AfterInsert(var Rec: Record "Record Link"; RunTrigger: Boolean)
    begin
        Read(Rec);
    end;

    [EventSubscriber(ObjectType::Table, Database::"Record Link", 'OnAfterModifyEvent', '', false, false)]
    local procedure AfterModify(var Rec: Record "Record Link"; RunTrigger: Boolean)
    begin
        Read(Rec);
    end;

    [EventSubscriber(ObjectType::Table, Database::"Record Link", 'OnAfterDeleteEvent', '', false, false)]
    local procedure AfterDelete(var Rec: Record "Record Link"; RunTrigger: Boolean)
    var
        OrderNote: Record "Couplet Order Note";
    begin
        OrderNote.SetRange("Link ID", Rec."Link ID");
        OrderNote.DeleteAll(false);
    end;

    local procedure Read(RecordLink: Record "Record Link")
    var
        OrderNote: Record "Couplet Order Note";
        SalesHeader: Record "Sales Header";
        RecordLinkManagement: Codeunit "Record Link Management";
        Written: Text;
    begin
        if RecordLink.IsTemporary() or (RecordLink.Type <> RecordLink.Type::Note) then
            exit;
        if RecordLink."Record ID".TableNo() <> Database::"Sales Header" then
            exit;
        if not SalesHeader.Get(RecordLink."Record ID") then
            exit;
        if SalesHeader."Document Type" <> SalesHeader."Document Type"::Order then
            exit;
        RecordLink.CalcFields(Note);
        Written := RecordLinkManagement.ReadNote(RecordLink);
        if Written = '' then
            exit;
        OrderNote.SetRange("Link ID", RecordLink."Link ID");
        if OrderNote.FindFirst() then begin
            if OrderNote.Note = CopyStr(Written, 1, MaxStrLen(OrderNote.Note)) then
                exit;
            OrderNote.Note := CopyStr(Written, 1, MaxStrLen(OrderNote.Note));
            OrderNote.Modify(false);
            exit;
        end;
        OrderNote."Document Id" := SalesHeader.SystemId;
        OrderNote.Note := CopyStr(Written, 1, MaxStrLen(OrderNote.Note));
        OrderNote."Link ID" := RecordLink."Link ID";
        OrderNote.Insert(false);
    end;
}
