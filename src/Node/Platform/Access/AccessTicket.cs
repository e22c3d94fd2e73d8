global using Gate = Entraide.Node.Platform.Access.AccessTicket.Gate;
using System.Security.Cryptography;
using System.Text;
using Entraide.Node.Platform.Ledger;
using Entraide.Node.Platform.Storage;

namespace Entraide.Node.Platform.Access;

/// <summary>
/// That somebody may do one thing with one record, for a minute. Sealed data open and guarded rows change against a ticket
/// only, and only the gate below can make one: the constructor is private to this file.
/// </summary>
public sealed class AccessTicket
{
    private static readonly TimeSpan ValidFor = TimeSpan.FromSeconds(60);

    private readonly TimeProvider time;
    private readonly DateTimeOffset issued;
    private readonly FieldClass[] allowed;

    private AccessTicket(Caller caller, AccessAction action, Subject subject, FieldClass[] allowed, TimeProvider time) =>
        (Caller, Action, Subject, this.allowed, this.time, issued) = (caller, action, subject, allowed, time, time.GetUtcNow());

    public Caller Caller { get; }
    public AccessAction Action { get; }
    public Subject Subject { get; }

    /// <summary>Whether fields of this class may be opened and written.</summary>
    public bool Allows(FieldClass fieldClass) => time.GetUtcNow() - issued <= ValidFor && allowed.Contains(fieldClass);

    /// <summary>
    /// Decides by the policy, has the ledger write it down, and only then gives a ticket. What is refused is written down
    /// too, on the same path, whether the record is foreign or does not exist.
    /// </summary>
    public sealed class Gate(LedgerWriter ledger, TimeProvider time)
    {
        private static readonly FieldClass[] OutlineOnly = [FieldClass.Technical];

        /// <summary>Asks to read. The ledger is durable when this returns.</summary>
        /// <param name="classes">The classes of field that are wanted; technical ones where none is named.</param>
        /// <exception cref="NotThereException">The policy denies it, or there is no such record; which of the two is not told.</exception>
        /// <exception cref="StepUpException">She has to prove anew who she is.</exception>
        /// <exception cref="LedgerClosedException">The ledger could not be written: nothing is disclosed.</exception>
        public async Task<AccessTicket> Ask(Caller caller, AccessAction action, Subject subject, params FieldClass[] classes)
        {
            var ticket = await Decide(caller, action, subject, classes, confirmation: null, waiveSecondPerson: false);
            await ledger.Commit(Entry(ticket, "allow", null));
            return ticket;
        }

        /// <summary>
        /// Asks to read many records at once, for counting. The policy decides on each as if it were asked for alone; the ledger
        /// writes one entry for all, under <paramref name="all"/>, with how many they are and the hash of their ids in order.
        /// </summary>
        /// <inheritdoc cref="Ask"/>
        public async Task<IReadOnlyList<AccessTicket>> AskForAll(Caller caller, AccessAction action, Subject all, IReadOnlyList<Subject> records, params FieldClass[] classes)
        {
            ArgumentNullException.ThrowIfNull(records);
            var whole = await Decide(caller, action, all, classes, confirmation: null, waiveSecondPerson: false);
            var tickets = new List<AccessTicket>(records.Count);
            foreach (var record in records) tickets.Add(await Decide(caller, action, record, classes, confirmation: null, waiveSecondPerson: false));
            var ids = SHA256.HashData(Encoding.ASCII.GetBytes(string.Join('\n', records.Select(record => record.RecordId))));
            await ledger.Commit(Entry(whole, "allow", $"all-{records.Count}-{Convert.ToHexStringLower(ids)}"));
            return tickets;
        }

        /// <summary>Asks to write: the entry and the change are written together, or neither.</summary>
        /// <param name="confirmation">The ticket of the second person, where the policy wants one.</param>
        /// <param name="reason">A code, never text about a person.</param>
        /// <inheritdoc cref="Ask"/>
        public async Task<AccessTicket> Do(Caller caller, AccessAction action, Subject subject, FieldClass[] classes, Func<WriteScope, Task> change, AccessTicket? confirmation = null, string? reason = null)
        {
            var ticket = await Decide(caller, action, subject, classes, confirmation, waiveSecondPerson: false);
            await ledger.Commit(Entry(ticket, "allow", reason, confirmation?.Caller.AccountId), ticket, change);
            return ticket;
        }

        /// <summary>Asks for what needs a second person: everything else is checked, and <paramref name="change"/> keeps what was asked for.</summary>
        /// <inheritdoc cref="Ask"/>
        public async Task Propose(Caller caller, AccessAction action, Subject subject, Func<WriteScope, Task> change, string? reason = null)
        {
            var ticket = await Decide(caller, action, subject, OutlineOnly, confirmation: null, waiveSecondPerson: true);
            await ledger.Commit(Entry(ticket, "proposed", reason), ticket, change);
        }

        private async Task<AccessTicket> Decide(Caller caller, AccessAction action, Subject subject, FieldClass[] classes, AccessTicket? confirmation, bool waiveSecondPerson)
        {
            if (classes.Length == 0) classes = OutlineOnly;
            var relation = subject.RelationOf(caller);
            // What is shared is shared as far as its classes: the rest is denied, whatever the role could open otherwise.
            var decisions = classes.Select(one => relation == Relation.Shared && !subject.Shared!.Classes.Contains(one) ? default
                : Policy.Decide(new Question(caller.Role, caller.Purpose, action, subject.Resource, one, relation, subject.State))).ToList();
            var ticket = new AccessTicket(caller, action, subject, [.. classes.Where((_, i) => decisions[i].Verdict == Verdict.Allow)], time);
            if (!subject.Exists || decisions.Any(decision => decision.Verdict == Verdict.Deny) || ticket.allowed.Length == 0)
            {
                await ledger.Commit(Entry(ticket, "deny", null, classes: classes));
                throw new NotThereException();
            }
            var duties = decisions.Aggregate(Duties.None, (all, one) => all | one.Duties);
            var second = confirmation is not null && confirmation.Action == AccessAction.Confirm && confirmation.Subject.RecordId == subject.RecordId && confirmation.Caller.AccountId != caller.AccountId;
            if (duties.HasFlag(Duties.SecondPerson) && !second && !waiveSecondPerson)
            {
                await ledger.Commit(Entry(ticket, "deny", "second-person", classes: classes));
                throw new NotThereException();
            }
            // What the second person confirms was asked for after a step-up of its own, and she has just made hers.
            if (duties.HasFlag(Duties.StepUp) && !second && time.GetUtcNow() - caller.ProvedAt > Caller.StepUpFor) throw new StepUpException();
            return ticket;
        }

        private LedgerEntry Entry(AccessTicket ticket, string decision, string? reason, string? confirmedBy = null, FieldClass[]? classes = null) => new()
        {
            Zone = ticket.Subject.Zone,
            At = time.GetUtcNow(),
            Actor = ticket.Caller.AccountId,
            Session = ticket.Caller.SessionId,
            Organisation = ticket.Caller.OrganisationId,
            Role = ticket.Caller.Role,
            Purpose = ticket.Caller.Purpose,
            Action = ticket.Action,
            Resource = ticket.Subject.Resource,
            Record = ticket.Subject.RecordId,
            Classes = classes ?? ticket.allowed,
            Decision = decision,
            Reason = reason,
            ConfirmedBy = confirmedBy,
        };
    }
}

/// <summary>Refused; whether the record is foreign or does not exist is not told. The answer is that there is no such page.</summary>
public sealed class NotThereException : Exception;

/// <summary>The same, once she has proved anew who she is.</summary>
public sealed class StepUpException : Exception;
