using static SalesProcess.Tests.Engine.Steps;

namespace SalesProcess.Tests.Engine;

/// <summary>Equal ambients give equal results: nothing of the world comes in any other way.</summary>
public sealed class When_a_run_is_repeated
{
    private const string Chance = "[newGuid(), newGuidString(), newShortGuid(), getGuidString(), getShortGuid(), Math.random(), this.Math.random(), Date.now(), new Date().toString()].join()";

    private static string Text(ulong seed, DateTimeOffset? now = null)
    {
        var workflow = new RunningWorkflow(LineOf(Chance), seed: seed);
        workflow.Now = now ?? workflow.Now;
        return workflow.Start().Text;
    }

    [Test]
    public void It_gives_the_same()
    {
        var first = Text(5);
        Assert.That(Text(5), Is.EqualTo(first));
    }

    [Test]
    public void Another_seed_gives_something_else() => Assert.That(Text(5), Is.Not.EqualTo(Text(6)));

    [Test]
    public void The_time_is_the_runs_own_in_utc()
    {
        var workflow = new RunningWorkflow(LineOf("new Date().toISOString() + ' ' + new Date().getHours() + ' ' + new Date().getTimezoneOffset()"));
        workflow.Now = new DateTimeOffset(2026, 7, 1, 10, 0, 0, TimeSpan.FromHours(8));
        Assert.That(workflow.Start().Text, Is.EqualTo("2026-07-01T02:00:00.000Z 2 0"));
    }

    [Test]
    public void A_template_has_the_runs_time_too()
    {
        var workflow = new RunningWorkflow(Activity("WriteLine", ("text", Liquid("{{ 'now' | date: '%Y-%m-%d %H:%M' }}"))));
        Assert.That(workflow.Start().Text, Is.EqualTo("2026-03-02 09:00"));
    }

    [Test]
    public void Two_random_numbers_differ() => Assert.That(Evaluating.JavaScript("Math.random() !== Math.random()"), Is.True);
}
