using System.Globalization;
using SalesProcess.Runtime;
using SalesProcess.Runtime.Storage;
using SalesProcess.Tasks;
using TaskStatus = SalesProcess.Tasks.TaskStatus;

namespace SalesProcess.Benchmarks.Inbox;

/// <summary>Makes tasks with the product's own rows, many in a transaction. The same seed makes the same tasks.</summary>
internal sealed class TaskMill(WriteSession session, CompanyRules rules, DateTimeOffset now)
{
    private const int Seed = 4711;
    private const int Batch = 100_000;
    private const int TasksOfDeal = 10;

    private static readonly string[] Cities = ["苏州", "北京", "上海", "深圳", "Hamburg", "Blue", "Northern", "成都"];
    private static readonly string[] Names = ["晨岚精密机械", "光华科技", "Harbor Logistics", "长江电子", "Silver Tools", "远航物流", "Maple Foods", "海棠医药"];
    private static readonly int[] Priorities = [30, 50, 50, 50, 70, 90];

    private readonly Random _random = new(Seed);

    public void Make(int finished, int open, CancellationToken ct)
    {
        var total = finished + open;
        // A million tasks touch most pages of their indexes many times: each is to be written seldom. What is lost by a power cut is made again.
        session.Execute("PRAGMA cache_size = -6000000");
        session.Execute("PRAGMA synchronous = OFF");
        session.Begin();
        for (var i = 0; i < total; i++)
        {
            // The open ones are the younger ones mostly, as in life, but not only.
            var isOpen = i < total - (2 * open) ? _random.Next(total) < open / 8 : _random.Next(2) == 0;
            Make(i, created: now - TimeSpan.FromMinutes((total - i) * 0.9), isOpen);
            if (i % Batch == Batch - 1)
            {
                ct.ThrowIfCancellationRequested();
                session.Commit();
                Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{i + 1} of {total} tasks"));
                session.Begin();
            }
        }

        // Of the newcomer's few, all are his alone.
        for (var i = total; i < total + TasksOfDeal; i++)
        {
            Insert(i, "open", Opened(i, now, new TaskOrigin { InstanceId = $"i{i}", RootId = $"i{i}", DefinitionId = "newcomers" }, "Learn", users: [Company.Newcomer], groups: []));
        }

        session.Commit();
    }

    private void Make(int number, DateTimeOffset created, bool isOpen)
    {
        var deal = number / TasksOfDeal;
        var (team, rep) = (deal % Company.Teams, deal / Company.Teams % Company.RepsOfTeam);
        var owner = Company.Rep(team, rep);
        var step = number % TasksOfDeal;
        var department = step < 6 ? null : Company.Departments[(deal + step) % Company.Departments.Length];
        var origin = new TaskOrigin
        {
            InstanceId = $"i{deal}-{step / 3}",
            RootId = $"d{deal}",
            DefinitionId = $"stage-{step / 2}",
            StageId = $"stage-{step / 2}",
            Stage = new LocalizedText($"Stage {step / 2}", $"阶段{step / 2}"),
            Owner = owner,
            Team = Company.Team(team),
            BusinessKey = $"deal-{deal}",
        };
        var task = Opened(number, created, origin, $"step-{step}", users: [], groups: department is null ? [] : [department]);
        var doer = department is null
            ? _random.Next(4) == 0 ? Company.Rep(team, _random.Next(Company.RepsOfTeam)) : owner
            : Company.Member(department, _random.Next(Company.MembersOfDepartment));
        if (!isOpen)
        {
            var done = created + TimeSpan.FromMinutes(_random.Next(10_000));
            done = done < now ? done : now;
            Insert(number, "complete", task with
            {
                Status = _random.Next(50) == 0 ? TaskStatus.Obsolete : TaskStatus.Completed,
                Assignee = doer,
                CompletedBy = doer,
                CompletedAt = done,
                UpdatedAt = done,
                Action = "Done",
            });
            return;
        }

        Insert(number, "open", _random.Next(10) switch
        {
            < 3 => task with { Status = TaskStatus.Reserved, Assignee = doer, ReservedAt = now, UpdatedAt = now },
            < 5 => task with { Status = TaskStatus.InProgress, Assignee = doer, ReservedAt = now, StartedAt = now, UpdatedAt = now },
            5 => task with { Status = TaskStatus.Suspended, SuspendedUntil = _random.Next(2) == 0 ? null : now + TimeSpan.FromHours(_random.Next(-100, 1000)), UpdatedAt = now },
            _ => task,
        });
    }

    private UserTask Opened(int number, DateTimeOffset at, TaskOrigin origin, string name, IReadOnlyList<string> users, IReadOnlyList<string> groups)
    {
        var effect = new OpenUserTask
        {
            BookmarkId = Guid.NewGuid().ToString("N"),
            ActivityId = name,
            Name = name,
            Title = new LocalizedText($"Do {name}", $"办理{name}"),
            CandidateUsers = users,
            CandidateGroups = groups,
            Actions = [new TaskAction("Done", new LocalizedText("Done", "完成"))],
            Priority = Priorities[_random.Next(Priorities.Length)],
            DueAt = _random.Next(7) == 0 ? null : now + TimeSpan.FromMinutes(_random.Next(-20_000, 40_000)),
            Form = number % 5 == 0 ? "offer" : null,
            Data = new Dictionary<string, object?>(StringComparer.Ordinal) { ["amount"] = $"{_random.Next(1, 1_000_000)}", ["grade"] = number % 3 == 0 ? "A" : "B" },
        };
        return UserTasks.Open(effect, origin, rules.Calendars, [], rules.Form, effect.BookmarkId, at);
    }

    private void Insert(int number, string verb, UserTask task)
    {
        var company = $"{Cities[number / 7 % Cities.Length]}{Names[number / 3 % Names.Length]} {number % 5_000}";
        TaskRows.Insert(session, rules, task, new Dictionary<string, object?>(StringComparer.Ordinal) { ["companyName"] = company }, new Act(verb, task.Assignee, task.UpdatedAt));
    }
}
