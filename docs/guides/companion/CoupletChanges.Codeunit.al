// Not compiled where it was written: see ../companion-pages.md.
/// Has a posted invoice count as modified when something of it is paid, credited or taken back: what remains to be paid is no
/// field of its own there, and would move without anybody noticing.
codeunit 50141 "Couplet Changes"
{
    Permissions = tabledata "Sales Invoice Header" = rm;

    [EventSubscriber(ObjectType::Table, Database::"Detailed Cust. Ledg. Entry", 'OnAfterInsertEvent', '', false, false)]
    local procedure AfterLedgerEntry(var Rec: Record "Detailed Cust. Ledg. Entry"; RunTrigger: Boolean)
    var
        CustLedgerEntry: Record "Cust. Ledger Entry";
    begin
        if Rec.IsTemporary() or (Rec."Entry Type" = Rec."Entry Type"::"Initial Entry") then
            exit;
        if not CustLedgerEntry.Get(Rec."Cust. Ledger Entry No.") then
            exit;
        if CustLedgerEntry."Document Type" = CustLedgerEntry."Document Type"::Invoice then
            Touch(CustLedgerEntry."Document No.");
    end;

    [EventSubscriber(ObjectType::Table, Database::"Cancelled Document", 'OnAfterInsertEvent', '', false, false)]
    local procedure AfterCancelling(var Rec: Record "Cancelled Document"; RunTrigger: Boolean)
    begin
        if (not Rec.IsTemporary()) and (Rec."Source ID" = Database::"Sales Invoice Header") then
            Touch(Rec."Cancelled Doc. No.");
    end;

    local procedure Touch(DocumentNo: Code[20])
    var
        SalesInvoiceHeader: Record "Sales Invoice Header";
    begin
        if not SalesInvoiceHeader.Get(DocumentNo) then
            exit;
        SalesInvoiceHeader."Couplet Payments" += 1;
        SalesInvoiceHeader.Modify();
    end;
}
