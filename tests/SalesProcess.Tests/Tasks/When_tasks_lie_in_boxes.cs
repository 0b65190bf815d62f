using SalesProcess.Tasks;
using Directory = SalesProcess.Tasks.Directory;
using TaskStatus = SalesProcess.Tasks.TaskStatus;

namespace SalesProcess.Tests.Tasks;

/// <summary>Lists say what the rules say for one task and one person, both ways, for any people and any task.</summary>
public sealed class When_tasks_lie_in_boxes
{
    private static readonly string[] People = ["a", "b", "c", "d", "e", "f"];
    private static readonly string[] Groups = ["g", "h", "i", "auditor", "admin"];

    [Test]
    public void Whoever_sees_a_task_has_it_in_a_box_and_nobody_else([Range(1, 40)] int seed)
    {
        var random = new Random(seed);
        var directory = RandomDirectory(random);
        for (var i = 0; i < 60; i++)
        {
            var task = RandomTask(random);
            foreach (var person in directory.People.Select(p => directory.ActorFor(p.Id)!))
            {
                Assert.That(
                    (task.IsOpen ? HasOpen(task, person, directory) : Has(task, Box.Closed, person, directory)) || person.IsAuditor || person.IsAdmin,
                    Is.EqualTo(TaskRules.CanSee(task, person, directory)),
                    $"{person.Id} and {task}");
                Assert.That(task.IsOpen ? Has(task, Box.Closed, person, directory) : HasOpen(task, person, directory), Is.False);
            }
        }
    }

    [Test]
    public void What_is_available_can_be_claimed_and_nothing_else_can([Range(1, 40)] int seed)
    {
        var random = new Random(seed);
        var directory = RandomDirectory(random);
        for (var i = 0; i < 60; i++)
        {
            var task = RandomTask(random) with { Status = TaskStatus.Ready, Assignee = null };
            foreach (var person in directory.People.Select(p => directory.ActorFor(p.Id)!))
            {
                Assert.That(
                    Has(task, Box.Available, person, directory),
                    Is.EqualTo(TaskRules.AllowedActions(task, person, directory, Company.Now).Contains("claim", StringComparer.Ordinal)),
                    $"{person.Id} and {task}");
            }
        }
    }

    [Test]
    public void A_task_that_nobody_can_take_needs_attention_at_once()
    {
        var task = Company.Task() with { CandidateGroups = ["legal"], ExcludedUsers = ["lena"], DueAt = Company.Now };

        Assert.That(Keys(task)[BoxOrder.Due], Is.EqualTo(BoxKeys.At(Company.Now)), "Min can take it still");
        Assert.That(Keys(task with { ExcludedUsers = ["lena", "min"] })[BoxOrder.Due], Is.Zero);
        Assert.That(Keys(task with { CandidateGroups = [], CandidateUsers = ["nobody-of-that-name"] })[BoxOrder.Due], Is.Zero);
    }

    [Test]
    public void What_rests_needs_attention_when_it_has_rested_or_is_overdue_whatever_comes_first()
    {
        var (sooner, later) = (Company.Now.AddDays(1), Company.Now.AddDays(2));
        var resting = Company.Task() with { Status = TaskStatus.Suspended };

        Assert.That(Keys(resting with { SuspendedUntil = sooner, DueAt = later })[BoxOrder.Due], Is.EqualTo(BoxKeys.At(sooner)));
        Assert.That(Keys(resting with { SuspendedUntil = later, DueAt = sooner })[BoxOrder.Due], Is.EqualTo(BoxKeys.At(sooner)));
        Assert.That(Keys(resting with { SuspendedUntil = later })[BoxOrder.Due], Is.EqualTo(BoxKeys.At(later)));
        Assert.That(Boxes.Of(resting with { DueAt = sooner, ClockStoppedAt = Company.Now }, Company.Directory).Any(e => e.Box == Box.Attention), Is.False, "its clock stands still");
    }

    [Test]
    public void The_key_of_a_priority_holds_the_due_time_as_well()
    {
        long Key(int priority, int? days) =>
            BoxKeys.Of(Company.Task() with { Priority = priority, DueAt = days is { } d ? Company.Now.AddDays(d) : null }, BoxOrder.Priority);

        Assert.That(new[] { Key(100, 5), Key(100, null), Key(90, -5), Key(90, 5), Key(0, -5), Key(0, null) }, Is.Ordered);
    }

    /// <summary>The keys by which it needs attention: those of the box that it lies in.</summary>
    private static Dictionary<BoxOrder, long> Keys(UserTask task)
    {
        var box = Boxes.Of(task, Company.Directory).Single(entry => entry.Box is Box.Open or Box.Attention).Box;
        return BoxKeys.Of(task, box, Company.Directory).ToDictionary(kept => kept.Order, kept => kept.Key);
    }

    private static bool HasOpen(UserTask task, Actor person, Directory directory) => Has(task, Box.Open, person, directory) != Has(task, Box.OpenApart, person, directory);

    private static bool Has(UserTask task, Box box, Actor person, Directory directory) => Boxes.Of(task, directory).Any(entry =>
        entry.Box == box && (entry.People.Contains(person.Id) || (entry.Groups.Any(person.Groups.Contains) && !entry.Excluded.Contains(person.Id))));

    private static Directory RandomDirectory(Random random)
    {
        var people = People.Select((id, i) =>
        {
            var manager = i > 0 && random.Next(3) > 0 ? $",\"manager\":\"{People[random.Next(i)]}\"" : "";
            var groups = Groups.Where(g => random.Next(g.Length == 1 ? 3 : 12) == 0).Select(g => $"\"{g}\"");
            return $"{{\"id\":\"{id}\",\"name\":\"{id}\",\"groups\":[{string.Join(',', groups)}]{manager}}}";
        });
        return Directory.Parse($"{{\"people\":[{string.Join(',', people)}],\"groups\":[{string.Join(',', Groups.Select(g => $"{{\"id\":\"{g}\"}}"))}]}}");
    }

    private static UserTask RandomTask(Random random)
    {
        string? Person() => random.Next(2) == 0 ? null : People[random.Next(People.Length)];
        string? Group() => random.Next(2) == 0 ? null : Groups[random.Next(3)];
        List<string> Some(Func<string?> one) => [.. new[] { one(), one() }.OfType<string>().Distinct()];
        var status = (TaskStatus)random.Next(7);
        var task = Company.Task() with
        {
            Status = status,
            Assignee = Person(),
            OnBehalfOf = random.Next(4) == 0 ? Person() : null,
            Delegators = random.Next(3) == 0 ? Some(Person) : [],
            CandidateUsers = Some(Person),
            CandidateGroups = Some(Group),
            ExcludedUsers = Some(Person),
            Owner = Person(),
            Team = Group(),
            CompletedBy = status == TaskStatus.Completed ? Person() : null,
        };
        return random.Next(4) == 0 ? task with { Approver = Group() } : task;
    }
}
