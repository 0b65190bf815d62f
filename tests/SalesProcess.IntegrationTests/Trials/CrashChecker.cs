using SalesProcess.IntegrationTests.Hosting;

namespace SalesProcess.IntegrationTests.Trials;

internal enum ViolationKind
{
    /// <summary>It was acknowledged and is not there.</summary>
    Lost,

    /// <summary>It was asked for once and is there more than once.</summary>
    Doubled,

    /// <summary>It waits for something that never comes.</summary>
    Stuck,
}

internal sealed record Violation(ViolationKind Kind, string What)
{
    public override string ToString() => $"{Kind}: {What}";
}

/// <summary>Compares what the clients were told with what the database holds after the last crash.</summary>
internal sealed class CrashChecker(DatabaseFile database, Ledger ledger)
{
    private readonly List<Violation> _violations = [];

    public IReadOnlyList<Violation> Check()
    {
        foreach (var deal in ledger.Deals)
        {
            Check(deal);
        }

        CheckWhole();
        return _violations;
    }

    private void Check(CrashDeal deal)
    {
        if (deal.GaveUp is { } reason)
        {
            Add(ViolationKind.Stuck, $"{deal.Key}: {reason}");
        }

        var instances = database.Query(
            "SELECT id, status FROM instances WHERE definition_id = 'crash-parent' AND business_key = $key",
            r => (Id: r.GetString(0), Status: r.GetString(1)), ("$key", deal.Key));
        Once(instances.Count, $"instance of {deal.Key}", isExpected: deal.InstanceId is not null);
        if (deal.InstanceId is { } id && instances.All(i => i.Id != id))
        {
            Add(ViolationKind.Lost, $"{deal.Key} was acknowledged as instance {id}, which does not exist");
        }

        foreach (var (instance, status) in instances)
        {
            if (status != "Finished")
            {
                Add(ViolationKind.Stuck, $"{deal.Key} is {status}");
            }

            CheckSteps(deal, instance);
        }
    }

    private void CheckSteps(CrashDeal deal, string root)
    {
        foreach (var step in CrashDeal.Steps)
        {
            var tasks = database.Query(
                "SELECT status, completed_by FROM tasks WHERE root_id = $root AND name = $name",
                r => (Status: r.GetString(0), By: r.IsDBNull(1) ? null : r.GetString(1)), ("$root", root), ("$name", step));
            Once(tasks.Count, $"task '{step}' of {deal.Key}", isExpected: true);
            if (deal.Acknowledged.TryGetValue(step, out var answer)
                && (tasks.All(t => t is not { Status: "Completed" } || t.By != deal.Person) || deal.Output.GetValueOrDefault(step) != answer))
            {
                Add(ViolationKind.Lost, $"'{step}' of {deal.Key}: the acknowledged answer is not in the result ({deal.Output.GetValueOrDefault(step) ?? "nothing"})");
            }
        }

        Once(Count("instances", "root_id = $id AND definition_id = 'crash-child'", root), $"child of {deal.Key}", isExpected: true);
        Once(Count("notifications", "instance_id = $id", root), $"notification of {deal.Key}", isExpected: true);
    }

    private void CheckWhole()
    {
        Each("SELECT id FROM instances WHERE status <> 'Finished'", "instance {0} has not ended");
        Each("SELECT t.id FROM tasks t JOIN instances i ON i.id = t.instance_id WHERE t.is_open = 1 AND i.status = 'Finished'", "task {0} is open though its instance is ended");
        Each("SELECT id FROM tasks WHERE instance_id NOT IN (SELECT id FROM instances)", "task {0} has no instance");
        Each("SELECT b.id FROM bookmarks b JOIN instances i ON i.id = b.instance_id WHERE i.status = 'Finished'", "bookmark {0} waits in an ended instance");
        Each("SELECT id FROM outbox", "message {0} is not delivered");
        Each(
            "SELECT i.id FROM instances i WHERE i.revision <> (SELECT count(*) FROM journal j WHERE j.instance_id = i.id)",
            "the journal of instance {0} has another number of runs than the instance", ViolationKind.Lost);
    }

    private void Each(string sql, string text, ViolationKind kind = ViolationKind.Stuck)
    {
        foreach (var id in database.Query(sql, r => r.GetString(0)))
        {
            Add(kind, string.Format(System.Globalization.CultureInfo.InvariantCulture, text, id));
        }
    }

    private int Count(string table, string condition, string id) => (int)database.Count($"SELECT count(*) FROM {table} WHERE {condition}", ("$id", id));

    private void Once(int count, string what, bool isExpected)
    {
        if (count > 1)
        {
            Add(ViolationKind.Doubled, $"{what}: {count} times");
        }
        else if (count == 0 && isExpected)
        {
            Add(ViolationKind.Lost, what);
        }
    }

    private void Add(ViolationKind kind, string what) => _violations.Add(new Violation(kind, what));
}
