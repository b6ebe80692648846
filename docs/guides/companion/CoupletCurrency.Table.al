// Not compiled where it was written: see ../companion-pages.md.
/// The currencies with their rates, and the local currency, which has no row of its own, under the empty identity.
table 50101 "Couplet Currency"
{
    TableType = Temporary;
    Caption = 'Couplet Currency', Locked = true;

    fields
    {
        field(1; Id; Guid) { }
        field(2; Code; Code[10]) { }
        field(3; Description; Text[30]) { }
        field(4; Symbol; Text[10]) { }
        field(5; "Amount Decimal Places"; Text[5]) { }
        field(6; "Amount Rounding Precision"; Decimal) { }
        field(7; "Is Local Currency"; Boolean) { }
        field(8; "Exchange Rate"; Decimal) { DecimalPlaces = 0 : 15; }
        field(9; "Last Modified At"; DateTime) { }
    }

    keys
    {
        key(Primary; Id) { }
        key(Modified; "Last Modified At") { }
    }

    /// Lists them all; a new rate counts as a change of its currency.
    procedure LoadAll()
    var
        Currency: Record Currency;
        GeneralLedgerSetup: Record "General Ledger Setup";
        Rate: Record "Currency Exchange Rate";
    begin
        GeneralLedgerSetup.Get();
        Init();
        Clear(Id);
        Code := GeneralLedgerSetup."LCY Code";
        Description := CopyStr(GeneralLedgerSetup."Local Currency Description", 1, MaxStrLen(Description));
        Symbol := GeneralLedgerSetup."Local Currency Symbol";
        "Is Local Currency" := true;
        "Exchange Rate" := 1;
        "Last Modified At" := GeneralLedgerSetup.SystemModifiedAt;
        Insert();
        if Currency.FindSet() then
            repeat
                Init();
                Id := Currency.SystemId;
                Code := Currency.Code;
                Description := Currency.Description;
                Symbol := Currency.Symbol;
                "Amount Decimal Places" := Currency."Amount Decimal Places";
                "Amount Rounding Precision" := Currency."Amount Rounding Precision";
                "Is Local Currency" := false;
                "Exchange Rate" := Rate.ExchangeRate(WorkDate(), Currency.Code);
                "Last Modified At" := Currency.SystemModifiedAt;
                Rate.SetRange("Currency Code", Currency.Code);
                if Rate.FindSet() then
                    repeat
                        if Rate.SystemModifiedAt > "Last Modified At" then
                            "Last Modified At" := Rate.SystemModifiedAt;
                        // A rate that was entered before is new on the day from which it counts.
                        if (Rate."Starting Date" <> 0D) and (Rate."Starting Date" <= WorkDate()) then
                            if CreateDateTime(Rate."Starting Date", 0T) > "Last Modified At" then
                                "Last Modified At" := CreateDateTime(Rate."Starting Date", 0T);
                    until Rate.Next() = 0;
                Insert();
            until Currency.Next() = 0;
        if FindFirst() then;
    end;
}
