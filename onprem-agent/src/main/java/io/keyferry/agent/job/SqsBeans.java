package io.keyferry.agent.job;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;

/** SQS, reached where the configuration says and nowhere else. */
@Factory
final class SqsBeans {

  private static final Logger LOG = LoggerFactory.getLogger(SqsBeans.class);

  @Singleton
  @Bean(preDestroy = "close")
  SeenCredentials credentials() {
    return SeenCredentials.ofTheDefaultChain();
  }

  @Singleton
  AgentCertificate certificate() {
    return AgentCertificate.ofTheProfile();
  }

  @Singleton
  @Bean(preDestroy = "close")
  SqsClient sqs(
      CloudSettings cloud, SeenCredentials credentials, ServerClock clock, QueueCalls calls) {
    return client(cloud, credentials, clock, calls);
  }

  /** A client that the caller closes, and the credentials. */
  static SqsClient client(
      CloudSettings cloud, SeenCredentials credentials, ServerClock clock, QueueCalls calls) {
    Region region = Region.of(cloud.region());
    return SqsClient.builder()
        .region(region)
        .credentialsProvider(credentials)
        // Always set, as AWS_ENDPOINT_URL or a profile could redirect the agent otherwise.
        .endpointOverride(endpoint(cloud, region))
        .httpClientBuilder(
            UrlConnectionHttpClient.builder()
                .connectionTimeout(Duration.ofSeconds(5))
                // Longer than the longest poll, which is 20 s.
                .socketTimeout(Duration.ofSeconds(30)))
        .overrideConfiguration(override ->
            override
                .addExecutionInterceptor(clock)
                .addExecutionInterceptor(calls)
                .retryStrategy(RetryMode.STANDARD))
        .build();
  }

  private static URI endpoint(CloudSettings cloud, Region region) {
    if (cloud.endpoint().isPresent()) {
      LOG.warn("cloud.endpoint is set: SQS is {}, which is for tests only", cloud.endpoint().get());
      return cloud.endpoint().get();
    }
    return URI.create("https://" + SqsClient.serviceMetadata().endpointFor(region));
  }

  @Singleton
  JobQueue jobQueue(SqsClient sqs, CloudSettings cloud) {
    return new SqsJobQueue(sqs, cloud.jobsQueueUrl().toString());
  }

  @Singleton
  ResultQueue resultQueue(SqsClient sqs, CloudSettings cloud) {
    return new SqsResultQueue(sqs, cloud.resultsQueueUrl().toString());
  }
}
