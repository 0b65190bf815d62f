using System.Text.Json.Nodes;

namespace SalesProcess.Tests.Golden;

public sealed class When_a_golden_case_is_run
{
    private static IEnumerable<TestCaseData> Cases() => GoldenCase.All().Select(c => new TestCaseData(c).SetArgDisplayNames(c.Name));

    [TestCaseSource(nameof(Cases))]
    public void It_behaves_as_it_says(object golden)
    {
        var differences = ((GoldenCase)golden).Run();

        Assert.That(differences, Is.Empty, string.Join('\n', differences));
    }

    [TestCaseSource(nameof(Cases))]
    public void It_says_enough_to_fail(object golden) =>
        Assert.That(((GoldenCase)golden).Expectations.Select(e => e.Select(p => p.Key)), Is.All.Contains("lines").And.All.Contains("subStatus"));

    [TestCase("""{"lines":["a"]}""", """{"lines":["b"]}""")]
    [TestCase("""{"lines":["a"]}""", """{"lines":["a","a"]}""")]
    [TestCase("""{"subStatus":"Finished"}""", """{"subStatus":"Faulted"}""")]
    [TestCase("""{"output":{"a":1}}""", """{"output":{"a":"1"}}""")]
    [TestCase("""{"incidents":[{"activityId":"a","message":"not"}]}""", """{"incidents":[{"activityId":"a","message":"other"}]}""")]
    [TestCase("""{"incidents":[]}""", """{"incidents":[{"activityId":"a","message":"other"}]}""")]
    [TestCase("""{"bookmarks":["a"]}""", """{"bookmarks":[]}""")]
    [TestCase("""{"bookmarks":[{"name":"n","payload":{"a":1}}]}""", """{"bookmarks":[{"activityId":"a","name":"n","payload":{"a":2}}]}""")]
    [TestCase("""{"outcomes":{"a":["x"]}}""", """{"journal":[{"activityId":"a","event":"Completed","outcomes":["y"]}]}""")]
    [TestCase("""{"outcomes":{"a":["x"]}}""", """{"journal":[]}""")]
    public void A_difference_is_seen(string expected, string actual) =>
        Assert.That(GoldenCase.Differences((JsonObject)JsonNode.Parse(expected)!, (JsonObject)JsonNode.Parse(actual)!), Has.Count.EqualTo(1));
}
