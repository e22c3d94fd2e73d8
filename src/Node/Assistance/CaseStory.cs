using System.Collections.Immutable;
using Entraide.Core.Assistance;
using Entraide.Core.Text;
using Entraide.Node.Accounts;
using Entraide.Node.Identification;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Storage;

namespace Entraide.Node.Assistance;

/// <summary>
/// The demonstration's part: one person helped, from a screening to her own page, told step by step. Her story is invented;
/// everything goes through the gate and the consents as it would from the pages.
/// </summary>
public static class CaseStory
{
    public static async Task Demonstrate(IServiceProvider services, DemoTale tale)
    {
        var (book, gate, staff, organisations) = (services.GetRequiredService<CaseBook>(), services.GetRequiredService<Gate>(), services.GetRequiredService<Staff>(), services.GetRequiredService<Organisations>());
        var all = await organisations.All();
        if (all.FirstOrDefault(one => one.Name == DemoOrganisations.Helping) is not { } haven || all.FirstOrDefault(one => one.Name == DemoOrganisations.Receiving) is not { } harbour) return;
        var (worker, receiver) = (Caring(await One(staff, haven.Id), haven.Id, book), Caring(await One(staff, harbour.Id), harbour.Id, book));

        await Offer(harbour.Id, book, gate);

        tale.Step("A person is helped");
        var example = await services.GetRequiredService<KeptScreenings>().Example(Language.English);
        var id = await Begin(worker, new ScreeningThen(example.Instrument, example.Version, example.Outcome, "en", example.Text, example.KeptAt), book, gate);
        var row = (await book.Find(id))!;
        tale.Say($"Selma of {haven.Name} opens case {row.Number} from a screening, without a name: reasonable grounds are enough. Her page: /en/cases/{id}");
        await book.Change(worker, id, CaseBook.AllOfIt, async change =>
        {
            Write(change, worker.AccountId, ("called", "M."), ("needs-today", "A bed for tonight; a doctor for her hand."), ("plan", "Shelter today. Lawyer for the wages this week."), ("safety-plan", "Calls only between ten and twelve, never by the employer's telephone."), ("contact-never", "The foreman and his brother."), ("language", "ro"), ("age", "24-26"), ("sex", "female"), ("form", "labour"), ("sector", "farming"), ("means", "papers;wages"));
            change.Add(EntryKind.Task, worker.AccountId, "Ask the lawyer what the last day for the wages is.", Days.Moment(Days.Of(change.Now).AddDays(3)));
            var facts = change.Sheet(FieldClass.Facts).Write("clock.reflection", Days.Words(change.Now), worker.AccountId, change.Now, []);
            change.Keep(FieldClass.Facts, facts);
            await change.SetDue(facts);
        }, reason: "demonstration");
        tale.Say("She writes needs, plan, safe contact; the clock of the reflection period runs, with the reason why.");

        tale.Step("She agrees, item by item");
        var outline = await Agree(worker, id, harbour.Id, [DataItem.Outline], book);
        tale.Say($"To {harbour.Name}, for care, for thirty days: an outline without identity. It was read to her in Romanian; nobody else was in the room.");
        await Refer(worker, receiver, id, harbour, outline, (book, gate, staff), tale);
        await OwnPage(worker, id, book, tale);
    }

    private static async Task Refer(Caller worker, Caller receiver, string id, OrganisationName harbour, string outline, (CaseBook Book, Gate Gate, Staff Staff) with, DemoTale tale)
    {
        var (book, gate, staff) = with;
        tale.Step("Her way to another organisation");
        var referral = await Assistance.Refer.SendOutline(worker, (await book.Find(id))!, harbour.Id, SharingPurpose.Care, new ReferralOutline([ServiceKind.Shelter, ServiceKind.Health], "24-26", "female", "ro", ReferralUrgency.Today, ["women-only"]), book, gate, staff);
        tale.Say($"The outline goes out: shelter and health care, 24 to 26, Romanian, today. Hanna of {harbour.Name} accepts within the four hours. Both see it at /en/referrals/{referral}");
        Expect(await AnswerReferral.Take(receiver, referral, ReferralStep.Accept, "", book, gate) is null, "the referral was not accepted");
        Expect(await AnswerReferral.Disclose(worker, referral, [DataItem.Needs], book, gate) is not null, "something was disclosed without her yes");
        tale.Say("Selma tries to open the needs to them: refused, since she has agreed to the outline alone.");
        var grant = await Agree(worker, id, harbour.Id, [DataItem.Needs, DataItem.Risks], book);
        Expect(await AnswerReferral.Disclose(worker, referral, [DataItem.Needs, DataItem.Risks], book, gate) is null, "what she agreed to was not disclosed");
        tale.Say("She agrees to needs and risks; now they are disclosed, and Hanna reads them through a consent that is asked at each reading.");
        Expect(await AnswerReferral.Take(receiver, referral, ReferralStep.Serve, nameof(ServiceKind.Shelter), book, gate) is null, "the help given was not said");
        await book.Change(worker, id, [FieldClass.Technical], change => GiveConsent.TakeBack(change, grant, [DataItem.Risks]), reason: "demonstration");
        var (row, kase) = await OpenReferral.Find(book, referral);
        var record = await book.Record(receiver, AccessAction.Open, OpenReferral.SubjectOf(row, kase, referral), FieldClass.Technical, FieldClass.Facts);
        var readable = OpenReferral.Readable(row!, OpenReferral.CourseOf(row!, record), OpenedCase.ConsentsOf(kase!, record), book.Now);
        Expect(readable is [DataItem.Needs] && outline.Length > 0, "what was taken back can still be read");
        tale.Say("A bed was given. Then she takes her yes to the risks back: from that moment Hanna reads the needs alone.");
    }

    private static async Task OwnPage(Caller worker, string id, CaseBook book, DemoTale tale)
    {
        tale.Step("Her own page");
        var phrase = OneTimeCode.New();
        await book.Change(worker, id, [], change =>
        {
            change.Rows.Receipts.Add(new OwnReceipt { PhraseHash = OneTimeCode.HashOf(phrase)!, RecordId = id, OrganisationId = change.Row.OrganisationId, MadeAt = change.Now, Until = change.Now + OwnReceipt.Lasts });
            return Task.CompletedTask;
        }, reason: "demonstration");
        tale.Say($"She wants one: /ro/own with the phrase {phrase}");
        tale.Say("It shows who may read what, without an account and without a word that tells what it is about; there she takes the rest back, corrects or asks.");
    }

    // What Harbour offers, in the directory: no place is in it.
    private static async Task Offer(string harbour, CaseBook book, Gate gate)
    {
        var offer = new ServiceOffer { RecordId = PlatformDb.NewId(), OrganisationId = harbour, Kind = ServiceKind.Shelter, For = "women,families", Languages = "ro,uk", Places = 4, Hours = ServiceOffer.Always, ChangedAt = book.Now };
        await gate.Do(new Caller("demonstration", "", harbour, Role.Supervisor, Purpose.Care, book.Now), AccessAction.Create, offer.Subject(), [], scope =>
        {
            scope.Db<AssistanceDb>().Services.Add(offer);
            return Task.CompletedTask;
        }, reason: "demonstration");
    }

    private static Task<string> Begin(Caller worker, ScreeningThen screening, CaseBook book, Gate gate) =>
        BeginCase.Begin(worker, gate, book.Now, made => made.Row.Screening = made.Record.Seal(CaseRow.ScreeningColumn, SealedForm.Write(screening)));

    private static async Task<string> Agree(Caller worker, string id, string recipient, ImmutableArray<DataItem> items, CaseBook book)
    {
        var grant = new ConsentGrant { Id = PlatformDb.NewId(), RecipientId = recipient, Purpose = SharingPurpose.Care, Items = items, GivenAt = book.Now, Until = book.Now + TimeSpan.FromDays(30), Language = "ro", Present = "" };
        await book.Change(worker, id, CaseBook.AllOfIt, change =>
        {
            GiveConsent.Add(change, grant, new Room("", "", ""));
            return Task.CompletedTask;
        }, reason: "demonstration");
        return grant.Id;
    }

    private static void Write(CaseChange change, string by, params (string Field, string Value)[] values)
    {
        foreach (var same in values.GroupBy(one => CaseFields.ById[one.Field].Class))
            change.Keep(same.Key, same.Aggregate(change.Sheet(same.Key), (sheet, one) => sheet.Write(one.Field, one.Value, by, change.Now, [])));
    }

    private static Caller Caring(string account, string organisation, CaseBook book) => new(account, "", organisation, Role.SocialWorker, Purpose.Care, book.Now);

    private static async Task<string> One(Staff staff, string organisation) => (await staff.Of(organisation, [Purpose.Care], AccessAction.Change, Resource.Case))[0];

    private static void Expect(bool holds, string otherwise)
    {
        if (!holds) throw new RefusedException($"The demonstration does not hold: {otherwise}.");
    }
}
