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

    [Test]
    public async Task Saving_publishing_retracting_reverting_deleting_and_starting_at_once_leave_one_state()
    {
        await using var trial = new Trial("two-steps");
        var designer = trial.Server.Staff.As("diana");
        var json = trial.Server.Folder.Read("two-steps.json").AsObject();
        json["definitionId"] = "changing";
        json["name"] = "Changing";
        var answers = new List<ApiAnswer>();
        for (var round = 0; round < Rounds; round++)
        {
            var said = await AtOnce.RunAsync(Enumerable.Range(0, Clients), async (client, _) =>
            {
                var mine = new List<ApiAnswer>();
                for (var step = 0; step < 8; step++)
                {
                    mine.Add(((client + step) % 6) switch
                    {
                        0 => await designer.PutAsync("/definitions/changing", Described(json, $"{client}.{step}")),
                        1 => await designer.PostAsync("/definitions/changing/publish"),
                        2 => await trial.Rep(0).StartAsync("changing", []),
                        3 => await designer.PostAsync("/definitions/changing/versions/1/revert"),
                        4 => await designer.PostAsync("/definitions/changing/retract"),
                        _ => await designer.DeleteAsync(step % 2 == 0 ? "/definitions/changing" : $"/definitions/changing/versions/{1 + (step % 3)}"),
                    });
                }

                return mine;
            });
            answers.AddRange(said.SelectMany(a => a));
            var marks = trial.Server.Database.Query(
                "SELECT is_latest, is_published FROM definitions WHERE definition_id = 'changing'", r => (IsLatest: r.GetBoolean(0), IsPublished: r.GetBoolean(1)));
            Assert.That(marks.Count(m => m.IsLatest), Is.EqualTo(marks.Count > 0 ? 1 : 0), "latest");
            Assert.That(marks.Count(m => m.IsPublished), Is.LessThanOrEqualTo(1), "published");
        }

        var started = answers.Where(a => a.Status == 201).ToList();
        await TestContext.Progress.WriteLineAsync($"{string.Join(", ", answers.GroupBy(a => a.Status).OrderBy(g => g.Key).Select(g => $"{g.Count()} x {g.Key}"))}");
        Assert.That(answers.Where(a => a.Status is not (200 or 201 or 204 or 404 or 409)).Take(5), Is.Empty);
        // Whatever was started stands on a version that is there, and can be looked at and ended.
        Assert.That(started, Is.Not.Empty);
        foreach (var instance in started)
        {
            (await trial.Rep(0).PostAsync($"/instances/{instance.Json["id"]}/cancel")).Expect(200);
        }
    }

    private static JsonObject Described(JsonObject json, string description)
    {
        var mine = json.DeepClone().AsObject();
        mine["description"] = description;
        return mine;
    }

    private static async Task<ApiAnswer[]> SaveAndPublishAsync(PersonClient designer, JsonObject json, string description)
    {
        var mine = Described(json, description);
        return [await designer.PutAsync("/definitions/two-steps", mine), await designer.PostAsync("/definitions/two-steps/publish")];
    }
}
