using System.Text.Json.Nodes;
using SalesProcess.IntegrationTests.Hosting;

namespace SalesProcess.IntegrationTests.Trials;

public sealed class When_one_definition_is_saved_and_published_by_many
{
    private const int Clients = 8;
    private const int Rounds = 10;

    [Test]
    public async Task Nobody_sees_a_failure_and_one_version_is_latest_and_published()
    {
        await using var trial = new Trial("two-steps");
        var designer = trial.Server.Staff.As("diana");
        var json = trial.Server.Folder.Read("two-steps.json").AsObject();

        var answers = new List<ApiAnswer>();
        for (var round = 0; round < Rounds; round++)
        {
            var saved = await AtOnce.RunAsync(Enumerable.Range(0, Clients), (client, _) => SaveAndPublishAsync(designer, json, $"round {round}, client {client}"));
            answers.AddRange(saved.SelectMany(a => a));
        }

        var published = trial.Server.Database.Query(
            "SELECT version, is_latest, is_published FROM definitions WHERE definition_id = 'two-steps' ORDER BY version",
            r => (Version: r.GetInt64(0), IsLatest: r.GetBoolean(1), IsPublished: r.GetBoolean(2)));
        await TestContext.Progress.WriteLineAsync($"{answers.Count(a => a.IsSuccess)} of {answers.Count} accepted, {published.Count} versions");
        Assert.Multiple(() =>
        {
            Assert.That(answers.Where(a => !a.IsSuccess && a.Status is not (409 or 412)).Take(5), Is.Empty);
            Assert.That(published.Select(p => p.Version), Is.EqualTo(Enumerable.Range(1, published.Count)));
            Assert.That(published.Count(p => p.IsLatest), Is.EqualTo(1), "latest");
            Assert.That(published.Count(p => p.IsPublished), Is.EqualTo(1), "published");
            Assert.That(published[^1], Is.EqualTo((Version: (long)published.Count, IsLatest: true, IsPublished: true)));
        });
        var started = (await trial.Rep(0).StartAsync("two-steps", [])).Expect(201).Json;
        Assert.That(started["definition"]!["version"]!.GetValue<long>(), Is.EqualTo(published.Count));
    }

    [Test]
    public async Task Whoever_starts_after_a_publication_gets_its_version_however_many_start_meanwhile()
    {
        await using var trial = new Trial("two-steps");
        var designer = trial.Server.Staff.As("diana");
        var json = trial.Server.Folder.Read("two-steps.json").AsObject();
        await trial.StartAsync("two-steps", 1);

        for (var round = 0; round < Rounds * 3; round++)
        {
            var meanwhile = AtOnce.RunAsync(Enumerable.Range(0, Clients), (_, n) => trial.Rep(n).StartAsync("two-steps", []));
            var published = (await SaveAndPublishAsync(designer, json, $"round {round}"))[1].Expect(200).Json["version"]!.GetValue<int>();
            var started = (await trial.Rep(0).StartAsync("two-steps", [])).Expect(201).Json;

            Assert.That(started["definition"]!["version"]!.GetValue<int>(), Is.EqualTo(published), $"round {round}");
            Assert.That((await meanwhile).Select(a => a.Status), Is.All.EqualTo(201));
        }
    }

    private static async Task<ApiAnswer[]> SaveAndPublishAsync(PersonClient designer, JsonObject json, string description)
    {
        var mine = json.DeepClone().AsObject();
        mine["description"] = description;
        return [await designer.PutAsync("/definitions/two-steps", mine), await designer.PostAsync("/definitions/two-steps/publish")];
    }
}
