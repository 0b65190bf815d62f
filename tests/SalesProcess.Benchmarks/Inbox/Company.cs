using System.Text.Json.Nodes;

namespace SalesProcess.Benchmarks.Inbox;

/// <summary>Some hundred people: teams of sales representatives with their managers, departments that review, somebody new and somebody who looks at everything.</summary>
internal static class Company
{
    public const int Teams = 10;
    public const int RepsOfTeam = 25;
    public const int MembersOfDepartment = 12;

    public const string GeneralManager = "grace";
    public const string Newcomer = "nina";
    public const string Auditor = "audrey";

    public static readonly string[] Departments = ["legal", "finance", "product-reviewer", "technical-reviewer", "delivery"];

    public static string Team(int team) => $"team-{team:00}";

    public static string Manager(int team) => $"manager-{team:00}";

    public static string Region(int team) => $"region-{team % 3}";

    public static string Rep(int team, int rep) => $"rep-{team:00}-{rep:00}";

    public static string Member(string department, int member) => $"{department}-{member:00}";

    /// <summary>Writes the people, and a form with fields that tasks are found by.</summary>
    public static void Write(string workflows)
    {
        var people = new JsonArray { Person(GeneralManager, null, "gm"), Person(Auditor, null, "auditor"), Person(Newcomer, null, "newcomers") };
        for (var region = 0; region < 3; region++)
        {
            people.Add(Person(Region(region), GeneralManager, "sales-manager"));
        }

        for (var team = 0; team < Teams; team++)
        {
            people.Add(Person(Manager(team), Region(team), "sales-manager", Team(team)));
            for (var rep = 0; rep < RepsOfTeam; rep++)
            {
                people.Add(Person(Rep(team, rep), Manager(team), "sales-rep", Team(team)));
            }
        }

        foreach (var department in Departments)
        {
            for (var member = 0; member < MembersOfDepartment; member++)
            {
                people.Add(Person(Member(department, member), member == 0 ? GeneralManager : Member(department, 0), department));
            }
        }

        var groups = new[] { "gm", "auditor", "newcomers", "sales-manager", "sales-rep" }.Concat(Departments).Concat(Enumerable.Range(0, Teams).Select(Team));
        File.WriteAllText(
            Path.Combine(workflows, "directory.json"),
            new JsonObject { ["people"] = people, ["groups"] = new JsonArray([.. groups.Select(g => new JsonObject { ["id"] = g })]) }.ToJsonString());
        Directory.CreateDirectory(Path.Combine(workflows, "forms"));
        File.WriteAllText(
            Path.Combine(workflows, "forms", "offer.json"),
            """
            {"$id":"offer","type":"object","properties":{"grade":{"type":"string","x-search":true},"amount":{"type":"string","x-search":"number"}}}
            """);
    }

    private static JsonObject Person(string id, string? manager, params string[] groups)
    {
        var person = new JsonObject { ["id"] = id, ["name"] = id, ["groups"] = new JsonArray([.. groups.Select(g => JsonValue.Create(g))]) };
        if (manager is not null)
        {
            person["manager"] = manager;
        }

        return person;
    }
}
