// Not compiled where it was written: see ../companion-pages.md.
page 50116 "Couplet Payment Terms"
{
    PageType = API;
    Caption = 'Payment terms', Locked = true;
    APIPublisher = 'couplet';
    APIGroup = 'sync';
    APIVersion = 'v1.0';
    EntityName = 'paymentTerm';
    EntitySetName = 'paymentTerms';
    SourceTable = "Payment Terms";
    ODataKeyFields = SystemId;
    DelayedInsert = true;
    Extensible = false;

    layout
    {
        area(Content)
        {
            repeater(Records)
            {
                field(id; Rec.SystemId) { Editable = false; }
                field("code"; Rec.Code) { }
                field(displayName; Rec.Description) { }
                field(dueDateCalculation; Rec."Due Date Calculation") { }
                field(discountDateCalculation; Rec."Discount Date Calculation") { }
                field(discountPercent; Rec."Discount %") { }
                field(calculateDiscountOnCreditMemos; Rec."Calc. Pmt. Disc. on Cr. Memos") { }
                field(lastModifiedDateTime; Rec.SystemModifiedAt) { Editable = false; }
            }
        }
    }
}
