using SalesProcess.Engine.Activities.Flowcharts;
using SalesProcess.Engine.Definitions;
using SalesProcess.Engine.Execution;

namespace SalesProcess.Tests.Properties;

/// <summary>What holds for every workflow and every order of events, tried on many.</summary>
public sealed class When_random_workflows_run
{
    private const int MaxSteps = 40;

    [Test]
    public void Going_on_from_the_stored_form_equals_going_on() => Cases.Try(seed =>
    {
        var (there, again) = Pair(seed);
        var random = new Random(seed);
        foreach (var stimulus in Stimuli(there, random))
        {
            there.Take(stimulus);
            again.Reload();
            again.Take(stimulus);
            Assert.That(again.Last, Is.EqualTo(there.Last));
        }
    });

    [Test]
    public void A_definition_that_is_written_and_read_again_runs_the_same() => Cases.Try(seed =>
    {
        var json = RandomWorkflow.Make(seed, plain: false).ToJsonString();
        var there = new Life(json, Mode(seed));
        var again = new Life(DefinitionWriter.Write(DefinitionReader.Read(json)), Mode(seed));
        foreach (var stimulus in Stimuli(there, new Random(seed)))
        {
            there.Take(stimulus);
            again.Take(stimulus);
            Assert.That(again.Last, Is.EqualTo(there.Last));
        }
    });

    [Test]
    public void No_instance_waits_for_nothing_and_says_nothing() => Cases.Try(seed =>
    {
        var life = new Life(RandomWorkflow.Make(seed, plain: false).ToJsonString(), Mode(seed));
        foreach (var stimulus in Stimuli(life, new Random(seed)))
        {
            life.Take(stimulus);
            var state = life.State;
            Assert.That(state.SubStatus, Is.Not.EqualTo(WorkflowSubStatus.Executing).And.Not.EqualTo(WorkflowSubStatus.Pending));
            var isTold = state.Incidents.Exists(i => i.IsStuck) || (life.Graph.Definition.Options.ContinuesWithIncidents && state.Incidents.Count > 0);
            Assert.That(state.SubStatus != WorkflowSubStatus.Suspended || state.Bookmarks.Count > 0 || isTold, "It is suspended without a bookmark, and no incident says so.");
            Assert.That(state.Status == WorkflowStatus.Running || state.SubStatus == WorkflowSubStatus.Faulted || (state.Bookmarks.Count == 0 && state.Records.Count == 0), "It has ended, and something of it is left.");
            Assert.That(state.Bookmarks.Select(b => b.RecordId).Except(state.Records.Select(r => r.Id)), Is.Empty, "A bookmark belongs to no record.");
        }
    });

    [Test]
    public void Whenever_it_is_cancelled_nothing_waits_any_more() => Cases.Try(seed =>
    {
        var random = new Random(seed);
        var life = new Life(RandomWorkflow.Make(seed, plain: false).ToJsonString(), Mode(seed));
        foreach (var stimulus in Stimuli(life, random).Take(random.Next(1, 8)))
        {
            life.Take(stimulus);
        }

        if (life.State.Status == WorkflowStatus.Running)
        {
            life.Take(new Stimulus.Cancel("by chance"));
            Assert.That((life.State.Bookmarks.Count, life.State.Records.Count, life.State.SubStatus), Is.EqualTo((0, 0, WorkflowSubStatus.Cancelled)));
        }
    });

    [Test]
    public void A_stimulus_burns_its_bookmark() => Cases.Try(seed =>
    {
        var life = new Life(RandomWorkflow.Make(seed, plain: false).ToJsonString(), Mode(seed));
        foreach (var stimulus in Stimuli(life, new Random(seed)))
        {
            life.Take(stimulus);
            if (stimulus is Stimulus.Resume resume)
            {
                Assert.That(life.State.FindBookmark(resume.BookmarkId), Is.Null);
                Assert.That(() => Interpreter.Run(life.Graph, StateJson.Read(StateJson.Write(life.State), life.Graph), resume, new Ambient(life.Now, 1)), Throws.InvalidOperationException);
            }
        }
    });

    [Test]
    public void What_is_valid_runs_without_a_bug() => Cases.Try(seed =>
    {
        var life = new Life(RandomWorkflow.Make(seed, plain: false).ToJsonString(), Mode(seed));
        Assert.That(DefinitionValidator.Validate(life.Graph).Where(f => f.Severity == Severity.Error).Select(f => f.Message), Is.Empty);
        foreach (var stimulus in Stimuli(life, new Random(seed)))
        {
            life.Take(stimulus);
        }
    });

    [Test]
    public void Any_order_of_completing_what_waits_ends_as_the_reference_says() => Cases.Try(seed =>
    {
        var definition = RandomWorkflow.Make(seed, plain: true);
        for (var order = 0; order < 6; order++)
        {
            var random = new Random((seed * 31) + order);
            var life = new Life(definition.ToJsonString(), FlowchartMode.Counter);
            var reference = new ReferenceInterpreter(definition);
            life.Take(new Stimulus.Start(new Dictionary<string, object?>(StringComparer.Ordinal)));
            Compare(life, reference);
            for (var step = 0; step < MaxSteps && life.State.Bookmarks.Count > 0; step++)
            {
                var bookmark = life.State.Bookmarks[random.Next(life.State.Bookmarks.Count)];
                var nth = life.State.Bookmarks.Where(b => NameOf(b) == NameOf(bookmark)).ToList().IndexOf(bookmark);
                life.Take(new Stimulus.Resume(bookmark.Id, Life.Answer(bookmark)));
                reference.Resume(NameOf(bookmark), nth);
                Compare(life, reference);
            }
        }
    });

    [Test]
    public void The_workflows_are_of_all_kinds()
    {
        var types = Enumerable.Range(1, 400).SelectMany(seed => new Life(RandomWorkflow.Make(seed, plain: false).ToJsonString(), FlowchartMode.Counter).Graph.Activities).Select(a => a.Type.Split('.')[1]).ToHashSet(StringComparer.Ordinal);

        Assert.That(types, Is.SupersetOf(new[]
        {
            "Flowchart", "FlowDecision", "FlowJoin", "FlowSwitch", "FlowFork", "Sequence", "Parallel", "Fork", "If", "Switch", "For", "ForEach", "ParallelForEach", "While", "Break", "Event", "Delay",
            "RunTask", "DispatchWorkflow", "ExecuteWorkflow", "SetVariable", "SetOutput", "WriteLine", "RunJavaScript", "Fault", "Finish", "Complete",
        }));
    }

    private static void Compare(Life life, ReferenceInterpreter reference)
    {
        Assert.That(life.State.Incidents.Select(i => i.Message), Is.Empty);
        Assert.That(life.State.Bookmarks.Select(NameOf).Order(StringComparer.Ordinal), Is.EqualTo(reference.Waiting), "what is waited for");
        Assert.That(life.Lines.Order(StringComparer.Ordinal), Is.EqualTo(reference.Lines.Order(StringComparer.Ordinal)), "what is written");
        Assert.That(life.State.Status == WorkflowStatus.Finished, Is.EqualTo(reference.HasEnded), "whether it has ended");
        if (life.State.Status == WorkflowStatus.Running)
        {
            var variables = life.State.Records.Find(r => r.Parent is null)!.Variables!;
            Assert.That(reference.Variables.Where(v => v.Key != "list").Select(v => $"{v.Key}={v.Value}"), Is.EqualTo(reference.Variables.Where(v => v.Key != "list").Select(v => $"{v.Key}={variables[v.Key]}")));
        }
    }

    private static string NameOf(Bookmark bookmark) => ((IReadOnlyDictionary<string, object?>)bookmark.Payload!)["EventName"]!.ToString()!;

    private static (Life There, Life Again) Pair(int seed)
    {
        var json = RandomWorkflow.Make(seed, plain: false).ToJsonString();
        return (new Life(json, Mode(seed)), new Life(json, Mode(seed)));
    }

    private static FlowchartMode Mode(int seed) => seed % 3 == 0 ? FlowchartMode.Token : FlowchartMode.Counter;

    // Chosen on the life as it stands when the next one is asked for.
    private static IEnumerable<Stimulus> Stimuli(Life life, Random random)
    {
        yield return new Stimulus.Start(new Dictionary<string, object?>(StringComparer.Ordinal) { ["x"] = 1L });
        for (var step = 0; step < MaxSteps; step++)
        {
            var state = life.State;
            if (state.SubStatus == WorkflowSubStatus.Faulted && random.Next(2) == 0)
            {
                yield return new Stimulus.Retry();
            }
            else if (state.Bookmarks.Count > 0 && !(state.Status == WorkflowStatus.Finished && state.SubStatus != WorkflowSubStatus.Faulted))
            {
                var bookmark = state.Bookmarks[random.Next(state.Bookmarks.Count)];
                yield return new Stimulus.Resume(bookmark.Id, Life.Answer(bookmark));
            }
            else
            {
                yield break;
            }
        }
    }
}
