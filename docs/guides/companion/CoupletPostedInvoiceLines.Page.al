// Not compiled where it was written: see ../companion-pages.md.
page 50123 "Couplet Posted Invoice Lines"
{
    PageType = API;
    Caption = 'Posted sales invoice lines', Locked = true;
    APIPublisher = 'couplet';
    APIGroup = 'sync';
    APIVersion = 'v1.0';
    EntityName = 'postedSalesInvoiceLine';
    EntitySetName = 'postedSalesInvoiceLines';
    SourceTable = "Sales Invoice Line";
    ODataKeyFields = SystemId;
    DelayedInsert = true;
    Editable = false;
    InsertAllowed = false;
    ModifyAllowed = false;
    DeleteAllowed = false;
    Extensible = false;

    layout
    {
        area(Content)
        {
            repeater(Records)
            {
                field(id; Rec.SystemId) { }
                field(documentId; DocumentId) { }
                field(documentNumber; Rec."Document No.") { }
                field(lineNumber; Rec."Line No.") { }
                field(lineType; Rec.Type) { }
                field(lineObjectNumber; Rec."No.") { }
                field(itemId; ItemId) { }
                field(resourceId; ResourceId) { }
                field(description; Rec.Description) { }
                field(description2; Rec."Description 2") { }
                field(unitOfMeasureCode; Rec."Unit of Measure Code") { }
                field(unitOfMeasureId; UnitOfMeasureId) { }
                field(baseUnitOfMeasureId; BaseUnitOfMeasureId) { }
                field(itemUnitOfMeasureId; ItemUnitOfMeasureId) { }
                field(resourceUnitOfMeasureId; ResourceUnitOfMeasureId) { }
                field(quantity; Rec.Quantity) { }
                field(quantityBase; Rec."Quantity (Base)") { }
                field(unitPrice; Rec."Unit Price") { }
                field(discountPercent; Rec."Line Discount %") { }
                field(discountAmount; Rec."Line Discount Amount") { }
                field(invoiceDiscountAmount; Rec."Inv. Discount Amount") { }
                field(amountExcludingTax; Rec.Amount) { }
                field(amountIncludingTax; Rec."Amount Including VAT") { }
                field(taxPercent; Rec."VAT %") { }
                field(lastModifiedDateTime; Rec.SystemModifiedAt) { }
            }
        }
    }

    trigger OnAfterGetRecord()
    begin
        DocumentId := References.IdOf(Database::"Sales Invoice Header", Rec."Document No.");
        ItemId := References.ItemOfLine(Rec);
        ResourceId := References.ResourceOfLine(Rec);
        UnitOfMeasureId := References.IdOf(Database::"Unit of Measure", Rec."Unit of Measure Code");
        BaseUnitOfMeasureId := References.BaseUnitOfLine(Rec);
        ItemUnitOfMeasureId := References.ItemUnitOfLine(Rec);
        ResourceUnitOfMeasureId := References.ResourceUnitOfLine(Rec);
    end;

    var
        References: Codeunit "Couplet References";
        DocumentId: Guid;
        ItemId: Guid;
        ResourceId: Guid;
        UnitOfMeasureId: Guid;
        BaseUnitOfMeasureId: Guid;
        ItemUnitOfMeasureId: Guid;
        ResourceUnitOfMeasureId: Guid;
}
