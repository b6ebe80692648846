// Not compiled where it was written: see ../companion-pages.md.
page 50102 "Couplet Vendors"
{
    PageType = API;
    Caption = 'Vendors', Locked = true;
    APIPublisher = 'couplet';
    APIGroup = 'sync';
    APIVersion = 'v1.0';
    EntityName = 'vendor';
    EntitySetName = 'vendors';
    SourceTable = Vendor;
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
                field(number; Rec."No.") { }
                field(displayName; Rec.Name) { }
                field(contactName; Rec.Contact) { }
                field(addressLine1; Rec.Address) { }
                field(addressLine2; Rec."Address 2") { }
                field(city; Rec.City) { }
                field(state; Rec.County) { }
                field(country; Rec."Country/Region Code") { }
                field(postalCode; Rec."Post Code") { }
                field(phoneNumber; Rec."Phone No.") { }
                field(mobilePhoneNumber; Rec."Mobile Phone No.") { }
                field(faxNumber; Rec."Fax No.") { }
                field(purchaserId; PurchaserId)
                {
                    trigger OnValidate()
                    begin
                        Rec.Validate("Purchaser Code", References.CodeOf(Database::"Salesperson/Purchaser", PurchaserId));
                    end;
                }
                field(purchaserCode; Rec."Purchaser Code") { }
                field(email; Rec."E-Mail") { }
                field(website; Rec."Home Page") { }
                field(taxRegistrationNumber; Rec."VAT Registration No.") { }
                field(currencyId; CurrencyId)
                {
                    trigger OnValidate()
                    begin
                        Rec.Validate("Currency Code", References.CodeOf(Database::Currency, CurrencyId));
                    end;
                }
                field(currencyCode; CurrencyCode)
                {
                    trigger OnValidate()
                    begin
                        Rec.Validate("Currency Code", References.StoredCurrencyCode(CurrencyCode));
                    end;
                }
                field(paymentTermsId; PaymentTermsId)
                {
                    trigger OnValidate()
                    begin
                        Rec.Validate("Payment Terms Code", References.CodeOf(Database::"Payment Terms", PaymentTermsId));
                    end;
                }
                field(paymentMethodId; PaymentMethodId)
                {
                    trigger OnValidate()
                    begin
                        Rec.Validate("Payment Method Code", References.CodeOf(Database::"Payment Method", PaymentMethodId));
                    end;
                }
                field(shipmentMethodId; ShipmentMethodId)
                {
                    trigger OnValidate()
                    begin
                        Rec.Validate("Shipment Method Code", References.CodeOf(Database::"Shipment Method", ShipmentMethodId));
                    end;
                }
                field(shippingAgentId; ShippingAgentId)
                {
                    trigger OnValidate()
                    begin
                        Rec.Validate("Shipping Agent Code", References.CodeOf(Database::"Shipping Agent", ShippingAgentId));
                    end;
                }
                field(primaryContactId; PrimaryContactId)
                {
                    trigger OnValidate()
                    begin
                        Rec.Validate("Primary Contact No.", References.CodeOf(Database::Contact, PrimaryContactId));
                    end;
                }
                field(taxLiable; Rec."Tax Liable") { }
                field(blocked; Rec.Blocked) { }
                field(balance; Rec."Balance (LCY)") { Editable = false; }
                field(lastModifiedDateTime; Rec.SystemModifiedAt) { Editable = false; }
            }
        }
    }

    trigger OnAfterGetRecord()
    begin
        Rec.CalcFields("Balance (LCY)");
        PurchaserId := References.IdOf(Database::"Salesperson/Purchaser", Rec."Purchaser Code");
        CurrencyId := References.IdOf(Database::Currency, Rec."Currency Code");
        CurrencyCode := References.CurrencyCode(Rec."Currency Code");
        PaymentTermsId := References.IdOf(Database::"Payment Terms", Rec."Payment Terms Code");
        PaymentMethodId := References.IdOf(Database::"Payment Method", Rec."Payment Method Code");
        ShipmentMethodId := References.IdOf(Database::"Shipment Method", Rec."Shipment Method Code");
        ShippingAgentId := References.IdOf(Database::"Shipping Agent", Rec."Shipping Agent Code");
        PrimaryContactId := References.IdOf(Database::Contact, Rec."Primary Contact No.");
    end;

    trigger OnNewRecord(BelowxRec: Boolean)
    begin
        Clear(PurchaserId);
        Clear(CurrencyId);
        Clear(CurrencyCode);
        Clear(PaymentTermsId);
        Clear(PaymentMethodId);
        Clear(ShipmentMethodId);
        Clear(ShippingAgentId);
        Clear(PrimaryContactId);
    end;

    var
        References: Codeunit "Couplet References";
        PurchaserId: Guid;
        CurrencyId: Guid;
        CurrencyCode: Code[10];
        PaymentTermsId: Guid;
        PaymentMethodId: Guid;
        ShipmentMethodId: Guid;
        ShippingAgentId: Guid;
        PrimaryContactId: Guid;
}
